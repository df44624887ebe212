#include "client/aurora/cron_engine.h"

#include <fmt/format.h>

#include <algorithm>

#include "client/api/names.h"
#include "client/aurora/scheduler.h"
#include "client/aurora/tasks.h"

namespace borealis::client::aurora {
namespace {

class SchedulerCron : public CronEngine {
 public:
  SchedulerCron(Connection connection, std::string cluster)
      : scheduler_(std::move(connection)), cluster_(std::move(cluster)) {}

  lang::Result<std::vector<CronEntry>> entries(const std::optional<std::string>& role) override;
  lang::Status start(const schema::JobKey& key) override;
  lang::Status deschedule(const schema::JobKey& key) override;

 private:
  lang::Status must_be_scheduled(const schema::JobKey& key);

  Scheduler scheduler_;
  std::string cluster_;
};

// The templates are in getJobs, the time of the next run is in getJobSummary only.
lang::Result<std::vector<CronEntry>> SchedulerCron::entries(const std::optional<std::string>& role) {
  auto jobs = scheduler_.jobs(role);
  if (!jobs) return jobs.error();
  std::vector<CronEntry> entries;
  for (const api::JobConfiguration& job : *jobs) {
    if (!job.__isset.cronSchedule || job.cronSchedule.empty()) continue;
    entries.push_back(
        {from_api(job.key, cluster_), job.cronSchedule, api::name_of(job.cronCollisionPolicy), job.instanceCount, 0});
  }
  if (entries.empty()) return entries;
  auto summaries = scheduler_.job_summaries(role);
  if (!summaries) return summaries.error();
  for (CronEntry& entry : entries) {
    const api::JobKey key = to_api(entry.key);
    const auto summary = std::find_if(summaries->begin(), summaries->end(),
                                      [&](const api::JobSummary& other) { return other.job.key == key; });
    if (summary != summaries->end()) entry.next_run_ms = summary->nextCronRunMs;
  }
  std::sort(entries.begin(), entries.end(),
            [](const CronEntry& a, const CronEntry& b) { return a.key.text() < b.key.text(); });
  return entries;
}

// A scheduler answers OK to the end of a schedule that isn't there.
lang::Status SchedulerCron::must_be_scheduled(const schema::JobKey& key) {
  auto jobs = scheduler_.jobs(key.role);
  if (!jobs) return jobs.error();
  const api::JobKey wanted = to_api(key);
  for (const api::JobConfiguration& job : *jobs) {
    if (job.key == wanted && job.__isset.cronSchedule && !job.cronSchedule.empty()) return lang::Unit{};
  }
  return lang::Error{lang::ErrorClass::not_found,
                     fmt::format("{} is not scheduled with cron", key.text()),
                     fmt::format("`borealis cron show {}/{}` lists the schedules of the role", key.cluster, key.role),
                     {}};
}

lang::Status SchedulerCron::start(const schema::JobKey& key) {
  if (auto status = must_be_scheduled(key); !status) return status;
  auto done = scheduler_.start_cron(to_api(key));
  if (!done) return done.error();
  return lang::Unit{};
}

lang::Status SchedulerCron::deschedule(const schema::JobKey& key) {
  if (auto status = must_be_scheduled(key); !status) return status;
  auto done = scheduler_.deschedule_cron(to_api(key));
  if (!done) return done.error();
  return lang::Unit{};
}

}  // namespace

std::unique_ptr<CronEngine> make_cron_engine(Connection connection, const std::string& cluster) {
  return std::make_unique<SchedulerCron>(std::move(connection), cluster);
}

}  // namespace borealis::client::aurora
