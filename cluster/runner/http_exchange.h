// One HTTP request to a port of this machine, driven by the loop. (runner.md §11.2, §12)
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "cluster/runner/file_io.h"
#include "cluster/runner/loop.h"

namespace borealis::runner {

struct HttpRequest {
  std::string method;
  int port = 0;
  std::string path;  // as the author wrote it, with or without the first slash
  Duration timeout{};
  bool follow_redirects = false;  // within this machine
};

struct HttpAnswer {
  std::string failure;  // why there is no answer: "Connection refused", "timed out" ...; empty when there is one
  int code = 0;
  std::string body;
};

// `http://localhost:PORT/PATH`
std::string url_of(const HttpRequest& request);

class HttpExchange {
 public:
  using Done = std::function<void(const HttpAnswer&)>;

  // `done` is called once from the loop, and may destroy the exchange. Destroying it earlier cancels it.
  HttpExchange(Loop& loop, HttpRequest request, Done done);
  HttpExchange(const HttpExchange&) = delete;
  HttpExchange& operator=(const HttpExchange&) = delete;
  ~HttpExchange();

 private:
  void connect_next();
  void on_event();
  void fail_address(int error);
  bool send_request();
  void receive();
  void follow(const std::string& location, int code);
  void finish(const HttpAnswer& answer);
  void drop_socket();

  Loop& loop_;
  HttpRequest request_;
  Done done_;
  Fd socket_;
  Loop::TimerId timer_ = 0;
  int address_ = 0;  // the next one of "localhost" to try
  bool connected_ = false;
  int redirects_left_ = 10;
  std::string unsent_;
  std::string received_;
};

}  // namespace borealis::runner
