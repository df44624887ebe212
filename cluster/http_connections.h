// The HTTP library's server with limits of ours: how many connections there are, how much a request may hold, how long
// it may take. When all places are taken, the connection that has waited longest for its client gives up its place.
#pragma once

#include <httplib.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "cluster/http_stream.h"

namespace borealis::cluster {

bool has_body(const httplib::Request& request);

class HttpConnections {
 public:
  explicit HttpConnections(const HttpLimits& limits) : limits_(limits) {}

  const HttpLimits& limits() const { return limits_; }
  void add(HttpStream& stream);
  // Before its socket is closed.
  void remove(HttpStream& stream);
  // Cuts off the client that is waited for longest: an idle one, else one that still sends its request.
  void make_room();
  // Cuts off all clients that are waited for, and those to come.
  void end();
  bool ending();

 private:
  HttpLimits limits_;
  std::mutex mutex_;
  std::set<HttpStream*> streams_;
  bool ending_ = false;
};

// A thread for each connection while it lasts, at most so many as there may be connections.
class HttpThreads final : public httplib::TaskQueue {
 public:
  explicit HttpThreads(HttpConnections& connections) : connections_(connections) {}

  void enqueue(std::function<void()> work) override;
  void shutdown() override;

 private:
  void run();

  HttpConnections& connections_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::function<void()>> waiting_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool ending_ = false;
};

class LimitedServer final : public httplib::Server {
 public:
  explicit LimitedServer(const HttpLimits& limits = {});

  // To be called when a request's head was read, and when its body was, from the thread that serves it.
  static void end_of_head(const httplib::Request& request);
  static void end_of_body();
  // The request that this thread serves is answered without its body having been read.
  static void close_after_this();
  // Lets nobody wait any longer; then stop() returns soon.
  void end_waiting() { connections_.end(); }

 private:
  bool process_and_close_socket(int socket) override;

  HttpConnections connections_;
};

}  // namespace borealis::cluster
