// The API and the small endpoints over HTTP, on loopback. (api.md §1, §21)
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "cluster/access.h"
#include "cluster/api.h"
#include "lang/result.h"

namespace borealis::cluster {

struct HttpSettings {
  int port = 0;  // 0: any free one
  std::string state_dir;
  Access access;
  std::string leader;  // as in Leadership
  std::string limits;  // how tasks are held to their resources, for people
  // Asked to end: with all tasks, or leaving them. Called at most once, from another thread.
  std::function<void(bool end_tasks)> on_quit;
  // Where time is set by hand: to that moment. Empty: it isn't.
  std::function<void(Millis to)> advance;
};

class HttpServer {
 public:
  HttpServer(Core& core, HttpSettings settings);
  ~HttpServer();

  // Listens from then on; start() answers. The URL is that of the server, without a path: "http://127.0.0.1:8081".
  lang::Result<std::string> bind();
  void start();
  // Answers what has begun, then stops.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace borealis::cluster
