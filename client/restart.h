// One batch of a rolling restart: which of its instances are healthy again. (cli.md §7.8)
#pragma once

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "client/engine.h"

namespace borealis::client {

// An instance is healthy when a task other than the one before runs for the watch time on end. When that task is
// replaced by yet another one, or ends for good, the instance has failed.
class RestartBatch {
 public:
  // `before`: all tasks of the instances when the restart was asked for, history too. One that was not placed yet is
  // not replaced by a scheduler: it counts as new.
  RestartBatch(const Instances& instances, const std::vector<TaskStatus>& before, std::chrono::seconds watch);

  // `tasks`: all tasks of these instances, as Engine::tasks answers them.
  void look(const std::vector<TaskStatus>& tasks, std::chrono::steady_clock::time_point now);

  bool ended() const { return open_.empty(); }
  const Instances& healthy() const { return healthy_; }
  const Instances& failed() const { return failed_; }
  // Those that are neither yet.
  Instances open() const;

 private:
  struct Instance {
    bool runs = false;
    std::chrono::steady_clock::time_point since;  // it runs
  };
  enum class Standing : std::uint8_t { open, healthy, failed };

  Standing judge(Instance& instance, const std::vector<const TaskStatus*>& fresh,
                 std::chrono::steady_clock::time_point now) const;

  std::chrono::seconds watch_;
  std::set<std::string> known_;  // ids of the tasks that were there before
  std::map<int, Instance> open_;
  Instances healthy_;
  Instances failed_;
};

}  // namespace borealis::client
