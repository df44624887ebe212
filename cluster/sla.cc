#include "cluster/sla.h"

#include <algorithm>

#include "cluster/config.h"
#include "cluster/validate.h"
#include "lang/json.h"

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

Sla::Verdict Sla::may_end(const api::SlaPolicy& policy, const Task& task, std::optional<Millis> forced_in) {
  if (policy.__isset.coordinatorSlaPolicy) return ask(policy.coordinatorSlaPolicy, task, forced_in);
  return allows_end(policy, task) ? Verdict::yes : Verdict::no;
}

Sla::Verdict Sla::ask(const api::CoordinatorSlaPolicy& policy, const Task& task, std::optional<Millis> forced_in) {
  if (const auto answer = answers_.find(task.id); answer != answers_.end()) {
    const Verdict verdict = answer->second ? Verdict::yes : Verdict::no;
    answers_.erase(answer);
    return verdict;
  }
  if (!asked_.insert(task.id).second) return Verdict::asked;
  SlaQuestion question;
  question.task_id = task.id;
  question.url = policy.coordinatorUrl;
  question.status_key = policy.statusKey.empty() ? "drain" : policy.statusKey;
  question.task = cluster_name_ + "/" + task.job().text() + "/" + std::to_string(task.instance);
  question.body = "{\"taskConfig\": " + describe_(task) + ", \"task\": ";
  lang::append_json_string(question.body, question.task);
  if (forced_in) {
    question.body += ", \"forceMaintenanceCountdownMs\": ";
    lang::append_json_string(question.body, std::to_string(std::max<Millis>(0, *forced_in)));
  }
  question.body += "}";
  questions_.push_back(std::move(question));
  return Verdict::asked;
}

void Sla::answered(const std::string& task_id, bool allowed) {
  asked_.erase(task_id);
  answers_[task_id] = allowed;
}

bool Sla::allows_end(const api::SlaPolicy& policy, const Task& task) const {
  const Millis now = clock_.now();
  const std::map<int, Task*> active = tasks_.active(task.job());
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
