#include "cluster/sla.h"

#include <algorithm>

#include "cluster/config.h"
#include "cluster/validate.h"

namespace borealis::cluster {

namespace {

// The tasks of the job, without the candidate, that have been RUNNING for that long.
std::int64_t steady(const std::map<int, Task*>& active, const Task& candidate, std::int64_t seconds, Millis now) {
  return std::ranges::count_if(active, [&](const auto& entry) {
    const Task& task = *entry.second;
    return &task != &candidate && task.status == api::ScheduleStatus::RUNNING &&
           now - task.events.back().time > seconds * 1000;
  });
}

}  // namespace

bool allows_end(const api::SlaPolicy& policy, const Task& task, const Tasks& tasks, Millis now) {
  if (policy.__isset.coordinatorSlaPolicy) return false;
  const std::map<int, Task*> active = tasks.active(task.job());
  const auto size = static_cast<std::int64_t>(active.size());
  if (!is_production(task.config->message) || size < limits().min_required_instances_for_sla_check) return true;
  if (policy.__isset.countSlaPolicy) {
    const api::CountSlaPolicy& count = policy.countSlaPolicy;
    // A policy that leaves no room is lowered until one may go.
    return steady(active, task, count.durationSecs, now) >= std::min(count.count, size - 1);
  }
  const api::PercentageSlaPolicy& share = policy.percentageSlaPolicy;
  const double most = static_cast<double>(size - 1) / static_cast<double>(size) * 100;
  const auto running = static_cast<double>(steady(active, task, share.durationSecs, now));
  return running / static_cast<double>(size) * 100 >= std::min(share.percentage, most);
}

}  // namespace borealis::cluster
