// One POST on its way, for http.cc.
#pragma once

#include <httplib.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "client/aurora/http.h"
#include "lang/result.h"

namespace borealis::client::aurora {

// A kept-alive connection to one origin.
struct Link {
  explicit Link(const std::string& origin) : client(origin) {}
  httplib::Client client;
  std::atomic<int> socket = -1;  // the newest
  std::optional<Proxy> proxy;
};

// "the proxy http://HOST:PORT (http_proxy)"; empty when there is none.
std::string proxy_text(const std::optional<Proxy>& proxy);

// One exchange. It runs on a thread of its own, so that the caller can end it at any time: the library's own limits are
// for each read, and a peer that sends a byte a second would keep it for ever.
struct Exchange {
  std::shared_ptr<Link> link;
  Url url;
  httplib::Request request;
  bool negotiate = false;
  std::optional<std::string_view> beginning;  // of the answer, when it is to be read

  HttpReply reply;
  httplib::Error error = httplib::Error::Success;
  std::string no_connection;  // why, when none came about
  std::optional<lang::Error> no_token;
  long verify_result = 0;
  bool too_long = false;
  bool garbage = false;
  bool answered = false;

  std::atomic<bool> ending = false;
  std::atomic<bool> sending = false;  // the login, if one is wanted, is made
  bool left_alone = false;            // the thread goes on by itself: what it writes is not to be read
  int done = -1;                      // an eventfd, readable when the thread is through

  ~Exchange() {
    if (done >= 0) close(done);
  }
  void run();
  bool log_in();
  void send();
  void read_head(const httplib::Response& response);
  bool take(const char* data, std::size_t size);
};

}  // namespace borealis::client::aurora
