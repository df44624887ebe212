// A job that was created: no update stands behind it, so its tasks are looked at. An instance is ready when one task of
// it has run for the watch time on end (by our clock: the scheduler's may differ), or has finished when the job is no
// service. It has failed when it failed more often than the job's update_config allows an instance to.
#include <fmt/format.h>

#include <map>

#include "client/api/names.h"
#include "client/aurora/task_events.h"
#include "client/aurora/tasks.h"
#include "client/aurora/watch.h"

namespace borealis::client::aurora {
namespace {

class CreatedWatch : public JobWatch {
 public:
  CreatedWatch(Scheduler& scheduler, const Handle& handle, const WatchOptions& options, SteadyNow now)
      : JobWatch(handle),
        scheduler_(scheduler),
        now_(std::move(now)),
        watch_time_(options.ignore_watch_time ? std::chrono::seconds(0) : handle.watch_time),
        key_(to_api(handle.key)),
        events_(handle.key, handle.earlier_tasks, 0) {}

  lang::Status look(WatchSink& sink) override {
    auto tasks = scheduler_.tasks_without_configs(query_for(key_));
    if (!tasks) return tasks.error();
    events_.tell(*tasks, sink);
    count(*tasks);
    progress_.wait_reasons = reasons_.look(scheduler_, key_, progress_.pending, now_());
    judge(*tasks);
    return lang::Unit{};
  }

 private:
  enum class Standing : std::uint8_t { pending, starting, running, done, failed, gone };

  struct RunningTask {
    std::string task_id;
    std::chrono::steady_clock::time_point since;
  };

  // How one instance stands, by its newest task.
  Standing standing(int instance, const api::ScheduledTask* task, int failures) {
    if (task == nullptr) return Standing::gone;
    if (task->status != api::ScheduleStatus::RUNNING) running_.erase(instance);
    if (failures > handle_.max_failures_per_instance && handle_.service) return Standing::failed;
    switch (task->status) {
      case api::ScheduleStatus::RUNNING:
        return run_long_enough(instance, task->assignedTask.taskId) ? Standing::done : Standing::running;
      case api::ScheduleStatus::FINISHED:
        return handle_.service ? Standing::pending : Standing::done;
      case api::ScheduleStatus::FAILED:
      case api::ScheduleStatus::LOST:
        return handle_.service ? Standing::pending : Standing::failed;
      case api::ScheduleStatus::KILLED:
      case api::ScheduleStatus::KILLING:
        return Standing::gone;
      case api::ScheduleStatus::PENDING:
      case api::ScheduleStatus::THROTTLED:
        return Standing::pending;
      default:
        return Standing::starting;
    }
  }

  bool run_long_enough(int instance, const std::string& task_id) {
    RunningTask& running = running_[instance];
    if (running.task_id != task_id) running = {task_id, now_()};
    return now_() - running.since >= watch_time_;
  }

  void count(const std::vector<api::ScheduledTask>& tasks) {
    std::map<int, int> failures;
    for (const api::ScheduledTask& task : tasks) {
      if (!events_.ignored(task) && is_failure(task)) ++failures[task.assignedTask.instanceId];
    }
    const auto newest = newest_by_instance(tasks, events_);
    progress_.pending = progress_.starting = progress_.running = progress_.done = progress_.failed = 0;
    gone_ = 0;
    for (int instance = 0; instance < handle_.wanted_instances; ++instance) {
      const auto found = newest.find(instance);
      switch (standing(instance, found == newest.end() ? nullptr : found->second, failures[instance])) {
        case Standing::pending:
          ++progress_.pending;
          break;
        case Standing::starting:
          ++progress_.starting;
          break;
        case Standing::running:
          ++progress_.running;
          break;
        case Standing::done:
          ++progress_.done;
          break;
        case Standing::failed:
          ++progress_.failed;
          break;
        case Standing::gone:
          ++gone_;
          ++progress_.failed;
          break;
      }
    }
  }

  void judge(const std::vector<api::ScheduledTask>& tasks) {
    if (gone_ > 0) {
      end(WatchResult::aborted, fmt::format("{} of {} instances were killed meanwhile", gone_, progress_.total));
      return;
    }
    if (progress_.failed > handle_.max_failed_instances) {
      fail(tasks);
      return;
    }
    if (progress_.done + progress_.failed == progress_.total) end(WatchResult::done, "");
  }

  void fail(const std::vector<api::ScheduledTask>& tasks) {
    std::vector<const api::ScheduledTask*> failed;
    for (const api::ScheduledTask& task : tasks) {
      if (!events_.ignored(task) && is_failure(task)) failed.push_back(&task);
    }
    std::vector<TaskStatus> shown = show_failing(failed, handle_.key.cluster);
    std::string message = fmt::format("{} of {} instances failed", progress_.failed, progress_.total);
    end(WatchResult::failed, std::move(message), std::move(shown));
  }

  Scheduler& scheduler_;
  SteadyNow now_;
  std::chrono::seconds watch_time_;
  api::JobKey key_;
  TaskEvents events_;
  PendingReasons reasons_;
  std::map<int, RunningTask> running_;
  int gone_ = 0;
};

}  // namespace

std::unique_ptr<JobWatch> watch_created(Scheduler& scheduler, const Handle& handle, const WatchOptions& options,
                                        SteadyNow now) {
  return std::make_unique<CreatedWatch>(scheduler, handle, options, std::move(now));
}

}  // namespace borealis::client::aurora
