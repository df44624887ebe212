// An update: the scheduler rolls it forward and back and judges its instances; what it says is told. (api.md §12)
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "client/api/convert.h"
#include "client/api/names.h"
#include "client/aurora/task_events.h"
#include "client/aurora/tasks.h"
#include "client/aurora/watch.h"

namespace borealis::client::aurora {
namespace {

using Action = api::JobUpdateAction;

bool is_bad(Action::type action) {
  return action == Action::INSTANCE_UPDATE_FAILED || action == Action::INSTANCE_ROLLBACK_FAILED ||
         action == Action::INSTANCE_ROLLING_BACK;
}

bool is_bad(api::JobUpdateStatus::type status) {
  switch (status) {
    case api::JobUpdateStatus::ROLLING_BACK:
    case api::JobUpdateStatus::ROLLED_BACK:
    case api::JobUpdateStatus::ABORTED:
    case api::JobUpdateStatus::ERROR:
    case api::JobUpdateStatus::FAILED:
      return true;
    default:
      return false;
  }
}

WatchResult result_of(api::JobUpdateStatus::type status) {
  switch (status) {
    case api::JobUpdateStatus::ROLLED_FORWARD:
      return WatchResult::done;
    case api::JobUpdateStatus::ROLLED_BACK:
      return WatchResult::rolled_back;
    case api::JobUpdateStatus::ABORTED:
      return WatchResult::aborted;
    default:
      return WatchResult::failed;
  }
}

class UpdateWatch : public JobWatch {
 public:
  UpdateWatch(Scheduler& scheduler, const Handle& handle)
      : JobWatch(handle), scheduler_(scheduler), key_(to_api(handle.key)), events_(handle.key, {}, 0) {
    progress_.total = 0;  // until the scheduler says which instances the update is about
  }

  lang::Status look(WatchSink& sink) override {
    api::JobUpdateKey update_key;
    update_key.__set_job(key_);
    update_key.__set_id(handle_.update_id);
    auto details = scheduler_.update_details(update_key);
    if (!details) return details.error();
    if (!*details) {
      end(WatchResult::failed, fmt::format("the scheduler no longer knows the update {}", handle_.update_id));
      return lang::Unit{};
    }
    auto tasks = scheduler_.tasks_without_configs(query_for(key_));
    if (!tasks) return tasks.error();
    read(**details, *tasks, sink);
    return lang::Unit{};
  }

 private:
  void read(const api::JobUpdateDetails& details, const std::vector<api::ScheduledTask>& tasks, WatchSink& sink) {
    const api::JobUpdateState& state = details.update.summary.state;
    if (!started_) {
      events_ = TaskEvents(handle_.key, {}, state.createdTimestampMs);
      started_ = true;
    }
    progress_.update_status = api::name_of(state.status);
    events_.tell(tasks, sink);
    tell_events(details, sink);
    count(details, tasks);
    progress_.wait_reasons = standstill(state.status);
    const auto& pending = reasons_.look(scheduler_, key_, progress_.pending, std::chrono::steady_clock::now());
    progress_.wait_reasons.insert(progress_.wait_reasons.end(), pending.begin(), pending.end());
    for (const auto& [reason, instances] : steps_)
      progress_.wait_reasons.push_back(
          fmt::format("instance{} {}: {}", instances.size() == 1 ? "" : "s", format_instances(instances), reason));
    if (!api::is_active(state.status)) finish(details, tasks);
  }

  // Why nothing moves until somebody does something.
  std::vector<std::string> standstill(api::JobUpdateStatus::type status) const {
    if (api::is_awaiting_pulse(status)) return {"a pulse from the service that watches over this update"};
    if (status != api::JobUpdateStatus::ROLL_FORWARD_PAUSED && status != api::JobUpdateStatus::ROLL_BACK_PAUSED)
      return {};
    return {fmt::format("the update is paused; `borealis update resume {}` lets it go on", handle_.key.text())};
  }

  // What an instance under way is at, in words that stay the same while it is.
  static std::string step_of(const api::ScheduledTask& task, std::int32_t watched_ms) {
    switch (task.status) {
      case api::ScheduleStatus::PENDING:
        return "";  // the scheduler's reasons say it
      case api::ScheduleStatus::RUNNING:
        return fmt::format("running, watched for {} s", watched_ms / 1000);
      case api::ScheduleStatus::KILLING:
        return "the old one ends";
      default:
        return fmt::format("{}{}{}", api::name_of(task.status), last_message(task).empty() ? "" : ": ",
                           split_place(last_message(task)));
    }
  }
  // Embedded clusters end a message with the place of a log.
  static std::string split_place(const std::string& message) { return message.substr(0, message.rfind("; see /")); }

  void tell_events(const api::JobUpdateDetails& details, WatchSink& sink) {
    std::vector<WatchEvent> fresh;
    for (std::size_t i = instance_events_; i < details.instanceEvents.size(); ++i) {
      const api::JobInstanceUpdateEvent& event = details.instanceEvents[i];
      fresh.push_back({handle_.key, event.timestampMs, event.instanceId, "", api::name_of(event.action), event.message,
                       "", is_bad(event.action)});
    }
    for (std::size_t i = update_events_; i < details.updateEvents.size(); ++i) {
      const api::JobUpdateEvent& event = details.updateEvents[i];
      fresh.push_back({handle_.key, event.timestampMs, -1, "", api::name_of(event.status), event.message, "",
                       is_bad(event.status)});
    }
    instance_events_ = details.instanceEvents.size();
    update_events_ = details.updateEvents.size();
    std::stable_sort(fresh.begin(), fresh.end(),
                     [](const WatchEvent& a, const WatchEvent& b) { return a.time_ms < b.time_ms; });
    for (const WatchEvent& event : fresh) sink.event(event);
  }

  // The instances that the update is about.
  static std::set<int> concerned(const api::JobUpdateInstructions& instructions) {
    std::set<int> all;
    const auto add = [&all](const std::set<api::Range>& ranges) {
      for (const int instance : api::from_ranges(ranges)) all.insert(instance);
    };
    for (const api::InstanceTaskConfig& config : instructions.initialState) add(config.instances);
    if (instructions.__isset.desiredState) add(instructions.desiredState.instances);
    return all;
  }

  void count(const api::JobUpdateDetails& details, const std::vector<api::ScheduledTask>& tasks) {
    std::map<int, Action::type> last;
    for (const api::JobInstanceUpdateEvent& event : details.instanceEvents) last[event.instanceId] = event.action;
    const auto newest = newest_by_instance(tasks, events_);
    const std::set<int> instances = concerned(details.update.instructions);
    progress_.total = static_cast<int>(instances.size());
    steps_.clear();
    progress_.pending = progress_.starting = progress_.running = progress_.done = progress_.failed = 0;
    for (const int instance : instances) {
      const auto action = last.find(instance);
      const auto task = newest.find(instance);
      if (action == last.end()) {
        ++progress_.pending;  // its turn has not come
      } else if (action->second == Action::INSTANCE_UPDATED || action->second == Action::INSTANCE_ROLLED_BACK) {
        ++progress_.done;
      } else if (action->second == Action::INSTANCE_UPDATE_FAILED ||
                 action->second == Action::INSTANCE_ROLLBACK_FAILED) {
        ++progress_.failed;
      } else if (note_step(instance, task == newest.end() ? nullptr : task->second, details)) {
        ++progress_.running;
      } else if (task != newest.end() && (task->second->status == api::ScheduleStatus::PENDING ||
                                          task->second->status == api::ScheduleStatus::THROTTLED)) {
        ++progress_.pending;
      } else {
        ++progress_.starting;
      }
    }
  }

  // Whether the task runs.
  bool note_step(int instance, const api::ScheduledTask* task, const api::JobUpdateDetails& details) {
    if (task == nullptr) return false;
    const std::string step = step_of(*task, details.update.instructions.settings.minWaitInInstanceRunningMs);
    if (!step.empty()) steps_[step].push_back(instance);
    return task->status == api::ScheduleStatus::RUNNING;
  }

  void finish(const api::JobUpdateDetails& details, const std::vector<api::ScheduledTask>& tasks) {
    const WatchResult result = result_of(details.update.summary.state.status);
    if (result == WatchResult::done) {
      end(result, "");
      return;
    }
    // The reason stands at the step that led here: the last event that has words.
    std::string message;
    for (const api::JobUpdateEvent& event : details.updateEvents) {
      if (!event.message.empty()) message = event.message;
    }
    while (message.ends_with('.')) message.pop_back();
    if (message.empty()) message = fmt::format("the update ended as {}", progress_.update_status);
    const std::int64_t since = details.update.summary.state.createdTimestampMs;
    std::vector<const api::ScheduledTask*> failed;
    for (const api::ScheduledTask& task : tasks) {
      if (is_failure(task) && first_time(task) >= since) failed.push_back(&task);
    }
    end(result, std::move(message), show_failing(failed, handle_.key.cluster));
  }

  Scheduler& scheduler_;
  api::JobKey key_;
  TaskEvents events_;
  PendingReasons reasons_;
  std::map<std::string, Instances> steps_;  // of the instances under way: what each is at
  std::size_t instance_events_ = 0;
  std::size_t update_events_ = 0;
  bool started_ = false;
};

}  // namespace

std::unique_ptr<JobWatch> watch_update(Scheduler& scheduler, const Handle& handle) {
  return std::make_unique<UpdateWatch>(scheduler, handle);
}

}  // namespace borealis::client::aurora
