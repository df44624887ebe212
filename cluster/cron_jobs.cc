#include "cluster/cron_jobs.h"

#include <algorithm>
#include <vector>

#include "cluster/cron_time.h"

namespace borealis::cluster {

namespace {

// api.md §22: cron_start_initial_backoff, cron_start_max_backoff
constexpr Millis kFirstBackoff = 5'000;
constexpr Millis kMostBackoff = 60'000;

}  // namespace

void CronJobs::put(const JobId& job, const api::JobConfiguration& config, const schema::CronSchedule& schedule,
                   Millis now) {
  std::unique_ptr<CronJob>& cron = jobs_[job];
  if (!cron) cron = std::make_unique<CronJob>();
  cron->config = config;
  cron->schedule = schedule;
  cron->next = next_run(schedule, now);
  touched_.insert(job);
}

void CronJobs::erase(const JobId& job) {
  jobs_.erase(job);
  touched_.insert(job);
}

CronJob* CronJobs::find(const JobId& job) {
  const auto found = jobs_.find(job);
  return found == jobs_.end() ? nullptr : found->second.get();
}

const CronJob* CronJobs::find(const JobId& job) const {
  const auto found = jobs_.find(job);
  return found == jobs_.end() ? nullptr : found->second.get();
}

std::map<JobId, const CronJob*> CronJobs::of_role(const std::string& role) const {
  std::map<JobId, const CronJob*> out;
  for (auto at = jobs_.lower_bound({role, "", ""}); at != jobs_.end() && at->first.role == role; ++at) {
    out[at->first] = at->second.get();
  }
  return out;
}

void CronRunner::launch(const JobId& job, const CronJob& cron) {
  api::TaskConfig task = cron.config.taskConfig;
  task.__set_job(job_key(job));
  const ConfigPtr config = configs_.intern(task);
  for (int instance = 0; instance < cron.config.instanceCount; ++instance) machine_.add(config, instance);
}

void CronRunner::fire(const JobId& job, CronJob& cron) {
  if (cron.waiting) return;
  const std::map<int, Task*> active = tasks_.active(job);
  if (active.empty()) return launch(job, cron);
  if (cron.config.cronCollisionPolicy != api::CronCollisionPolicy::KILL_EXISTING) return;
  for (const auto& [instance, task] : active) {
    machine_.transition(*task, api::ScheduleStatus::KILLING, "Killed by cronScheduler");
  }
  cron.waiting = CronJob::Waiting{clock_.now() + kFirstBackoff, kFirstBackoff};
  jobs_.touched().insert(job);
}

void CronRunner::check_waiting(const JobId& job, CronJob& cron) {
  const Millis now = clock_.now();
  if (!cron.waiting || cron.waiting->check > now) return;
  if (tasks_.active(job).empty()) {
    launch(job, cron);
    cron.waiting.reset();
    jobs_.touched().insert(job);
    return;
  }
  cron.waiting->backoff = std::min(kMostBackoff, cron.waiting->backoff * 2);
  cron.waiting->check = now + cron.waiting->backoff;
}

void CronRunner::run_timers() {
  const Millis now = clock_.now();
  for (const auto& [job, cron] : jobs_.all()) {
    check_waiting(job, *cron);
    if (!cron->next || *cron->next > now) continue;
    cron->next = next_run(cron->schedule, now);
    fire(job, *cron);
  }
}

std::optional<Millis> CronRunner::next_due() const {
  std::optional<Millis> due;
  for (const auto& [job, cron] : jobs_.all()) {
    if (cron->next) due = std::min(due.value_or(*cron->next), *cron->next);
    if (cron->waiting) due = std::min(due.value_or(cron->waiting->check), cron->waiting->check);
  }
  return due;
}

}  // namespace borealis::cluster
