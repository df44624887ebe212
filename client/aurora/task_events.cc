#include "client/aurora/task_events.h"

#include <fmt/format.h>

#include <algorithm>

#include "client/api/names.h"
#include "client/aurora/tasks.h"

namespace borealis::client::aurora {
namespace {

constexpr std::chrono::seconds between_questions{2};
constexpr std::size_t most_shown = 5;

bool is_bad(api::ScheduleStatus::type status) {
  return status == api::ScheduleStatus::FAILED || status == api::ScheduleStatus::LOST;
}

// `b` is the newer one.
bool newer(const api::ScheduledTask& a, const api::ScheduledTask& b) {
  if (first_time(a) != first_time(b)) return first_time(b) > first_time(a);
  return b.ancestorId == a.assignedTask.taskId || (api::is_active(b.status) && !api::is_active(a.status));
}

}  // namespace

void TaskEvents::tell(const std::vector<api::ScheduledTask>& tasks, WatchSink& sink) {
  std::vector<WatchEvent> fresh;
  for (const api::ScheduledTask& task : tasks) {
    if (ignored(task)) continue;
    std::size_t& told = told_[task.assignedTask.taskId];
    for (std::size_t i = told; i < task.taskEvents.size(); ++i) {
      const api::TaskEvent& event = task.taskEvents[i];
      if (event.timestamp < since_ms_) continue;
      WatchEvent out;
      out.key = key_;
      out.time_ms = event.timestamp;
      out.instance = task.assignedTask.instanceId;
      out.task_id = task.assignedTask.taskId;
      out.state = api::name_of(event.status);
      out.message = event.message;
      out.host = task.assignedTask.slaveHost;
      out.bad = is_bad(event.status);
      fresh.push_back(std::move(out));
    }
    told = task.taskEvents.size();
  }
  std::stable_sort(fresh.begin(), fresh.end(), [](const WatchEvent& a, const WatchEvent& b) {
    return std::pair(a.time_ms, a.instance) < std::pair(b.time_ms, b.instance);
  });
  for (const WatchEvent& event : fresh) sink.event(event);
}

std::map<int, const api::ScheduledTask*> newest_by_instance(const std::vector<api::ScheduledTask>& tasks,
                                                            const TaskEvents& skip) {
  std::map<int, const api::ScheduledTask*> newest;
  for (const api::ScheduledTask& task : tasks) {
    if (skip.ignored(task)) continue;
    const api::ScheduledTask*& slot = newest[task.assignedTask.instanceId];
    if (slot == nullptr || newer(*slot, task)) slot = &task;
  }
  return newest;
}

const std::vector<std::string>& PendingReasons::look(Scheduler& scheduler, const api::JobKey& key, int pending,
                                                     std::chrono::steady_clock::time_point now) {
  if (pending == 0) {
    reasons_.clear();
    return reasons_;
  }
  if (now < next_) return reasons_;
  next_ = now + between_questions;
  const auto answers = scheduler.pending_reasons(query_for(key));
  // Without reasons the watch is as good as with them.
  if (!answers) return reasons_;
  std::map<std::string, int> counts;
  for (const auto& [task, reason] : *answers) {
    if (!reason.empty()) ++counts[reason];
  }
  std::vector<std::pair<int, std::string>> sorted;
  for (const auto& [reason, count] : counts) sorted.emplace_back(-count, reason);
  std::sort(sorted.begin(), sorted.end());
  reasons_.clear();
  for (const auto& [count, reason] : sorted) reasons_.push_back(fmt::format("{} ({})", reason, -count));
  return reasons_;
}

std::string last_message(const api::ScheduledTask& task) {
  for (auto event = task.taskEvents.rbegin(); event != task.taskEvents.rend(); ++event) {
    if (!event->message.empty()) return event->message;
  }
  return "";
}

std::vector<TaskStatus> show_failing(const std::vector<const api::ScheduledTask*>& failed, const std::string& cluster) {
  std::map<int, const api::ScheduledTask*> newest;
  for (const api::ScheduledTask* task : failed) {
    const api::ScheduledTask*& slot = newest[task->assignedTask.instanceId];
    if (slot == nullptr || newer(*slot, *task)) slot = task;
  }
  std::vector<TaskStatus> shown;
  for (const auto& [instance, task] : newest) {
    if (shown.size() == most_shown) break;
    shown.push_back(to_status(*task, cluster, false));
  }
  return shown;
}

bool is_failure(const api::ScheduledTask& task) {
  if (is_bad(task.status)) return true;
  return task.assignedTask.task.isService && task.status == api::ScheduleStatus::FINISHED;
}

}  // namespace borealis::client::aurora
