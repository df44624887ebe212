// What happened to a job's tasks since the last look, and why some wait.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "client/aurora/scheduler.h"
#include "client/engine.h"

namespace borealis::client::aurora {

class TaskEvents {
 public:
  // Events before `since_ms` and those of the tasks in `ignored` are not told.
  TaskEvents(schema::JobKey key, std::set<std::string> ignored, std::int64_t since_ms)
      : key_(std::move(key)), ignored_(std::move(ignored)), since_ms_(since_ms) {}

  bool ignored(const api::ScheduledTask& task) const { return ignored_.contains(task.assignedTask.taskId); }
  void tell(const std::vector<api::ScheduledTask>& tasks, WatchSink& sink);

 private:
  schema::JobKey key_;
  std::set<std::string> ignored_;
  std::int64_t since_ms_;
  std::map<std::string, std::size_t> told_;  // events told, by task id
};

// The newest task of each instance, `skip` aside.
std::map<int, const api::ScheduledTask*> newest_by_instance(const std::vector<api::ScheduledTask>& tasks,
                                                            const TaskEvents& skip);

// Why tasks are pending: at most one question in two seconds.
class PendingReasons {
 public:
  // "Insufficient: CPU (3)", most frequent first; empty when `pending` is 0 or the scheduler knows no reason.
  const std::vector<std::string>& look(Scheduler& scheduler, const api::JobKey& key, int pending,
                                       std::chrono::steady_clock::time_point now);

 private:
  std::vector<std::string> reasons_;
  std::chrono::steady_clock::time_point next_{};
};

// A scheduler's message of a task that failed: of the newest event that has one.
std::string last_message(const api::ScheduledTask& task);

// Up to five tasks that show why something failed, newest first of each instance.
std::vector<TaskStatus> show_failing(const std::vector<const api::ScheduledTask*>& failed, const std::string& cluster);

// FAILED and LOST, and for a service every end that nobody asked for.
bool is_failure(const api::ScheduledTask& task);

}  // namespace borealis::client::aurora
