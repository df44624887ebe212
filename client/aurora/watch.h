// Following what was set going: created jobs by their tasks, updates by the scheduler's own account of them.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "client/aurora/scheduler.h"
#include "client/engine.h"

namespace borealis::client::aurora {

using SteadyNow = std::function<std::chrono::steady_clock::time_point()>;

// One job under watch.
class JobWatch {
 public:
  virtual ~JobWatch() = default;
  // Looks once: tells `sink` what happened since the last look and sets progress().
  virtual lang::Status look(WatchSink& sink) = 0;
  bool ended() const { return ended_; }
  const Progress& progress() const { return progress_; }
  const WatchOutcome& outcome() const { return outcome_; }
  // Ends the watch from outside: time is up, or the user has seen enough.
  void stop(WatchResult result);

 protected:
  explicit JobWatch(const Handle& handle);
  void end(WatchResult result, std::string message, std::vector<TaskStatus> failing = {});

  Handle handle_;
  Progress progress_;

 private:
  WatchOutcome outcome_;
  bool ended_ = false;
};

std::unique_ptr<JobWatch> watch_created(Scheduler& scheduler, const Handle& handle, const WatchOptions& options,
                                        SteadyNow now);
std::unique_ptr<JobWatch> watch_update(Scheduler& scheduler, const Handle& handle);

// All of them, until each has ended.
lang::Result<std::vector<WatchOutcome>> watch_all(Scheduler& scheduler, const std::vector<Handle>& handles,
                                                  const WatchOptions& options, WatchSink& sink, const SteadyNow& now);

}  // namespace borealis::client::aurora
