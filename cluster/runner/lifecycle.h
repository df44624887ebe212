// The polite part of a kill: asks the task over HTTP to end. (runner.md §12, steps 2 and 3)
#pragma once

#include <functional>
#include <memory>

#include "cluster/runner/http_exchange.h"
#include "cluster/runner/loop.h"
#include "schema/job.h"

namespace borealis::runner {

class Lifecycle {
 public:
  // POSTs to the graceful endpoint, waits if anything answered, then the same with the other one. `done` is called once
  // from the loop, and may destroy it. Destroying it earlier stops it.
  Lifecycle(Loop& loop, schema::HttpLifecycleConfig config, int port, std::function<void()> done);
  Lifecycle(const Lifecycle&) = delete;
  Lifecycle& operator=(const Lifecycle&) = delete;
  ~Lifecycle();

 private:
  void post(const std::string& endpoint, double wait_secs, void (Lifecycle::*next)());
  void post_shutdown();
  void finish();

  Loop& loop_;
  schema::HttpLifecycleConfig config_;
  int port_;
  std::function<void()> done_;
  std::unique_ptr<HttpExchange> exchange_;
  Loop::TimerId timer_ = 0;
};

}  // namespace borealis::runner
