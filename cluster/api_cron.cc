// Cron jobs. (api.md §15.1)
#include "cluster/api.h"
#include "cluster/api_reply.h"
#include "cluster/validate.h"

namespace borealis::cluster {

namespace {

// What speaks against a template, whatever else there is in the cluster. Fills the configuration in.
std::optional<std::string> check_template(api::JobConfiguration& job) {
  if (auto why = validate_job(job)) return why;
  if (!job.__isset.cronSchedule) return "Job " + job_id(job.key).text() + " has no cron schedule";
  if (job.cronSchedule.empty()) return "Job has an empty cron schedule.";
  if (job.cronCollisionPolicy == api::CronCollisionPolicy::RUN_OVERLAP) {
    return "The RUN_OVERLAP collision policy has been removed (AURORA-38).";
  }
  if (!schema::parse_cron(job.cronSchedule)) return "Invalid cron schedule: " + job.cronSchedule;
  return validate_size(job.instanceCount);
}

}  // namespace

api::Response Api::put_cron_template(const api::JobConfiguration& given, bool must_exist) {
  api::JobConfiguration job = given;
  if (const auto why = check_template(job)) return invalid(*why);
  return core_.change([&] {
    const JobId id = job_id(job.key);
    if (core_.updates().active(id) != nullptr) return updating();
    const bool known = core_.crons().find(id) != nullptr;
    if (!known && must_exist) return invalid("No cron job found for " + id.text() + ".");
    if (!known && !core_.tasks().active(id).empty()) return invalid("Job " + id.text() + " already exists");
    if (job.taskConfig.production) {
      const Amounts use = core_.consumption().of(id.role, {}, {id, nullptr, &job});
      if (const auto why = exceeds(use, core_.quotas().of(id.role))) return invalid(*why);
    }
    core_.crons().put(id, job, *schema::parse_cron(job.cronSchedule), core_.clock().now());
    return done();
  });
}

api::Response Api::schedule_cron_job(const api::AuroraSchedulerManager_scheduleCronJob_args& args) {
  if (!args.__isset.description) return failed("A job configuration is missing.");
  return put_cron_template(args.description, false);
}

api::Response Api::replace_cron_template(const api::AuroraSchedulerManager_replaceCronTemplate_args& args) {
  if (!args.__isset.config) return failed("A job configuration is missing.");
  return put_cron_template(args.config, true);
}

api::Response Api::deschedule_cron_job(const api::AuroraSchedulerManager_descheduleCronJob_args& args) {
  if (!args.__isset.job) return failed("A job key is missing.");
  return core_.change([&] {
    const JobId job = job_id(args.job);
    if (core_.updates().active(job) != nullptr) return updating();
    if (core_.crons().find(job) == nullptr) return done("Job " + job.text() + " is not scheduled with cron");
    core_.crons().erase(job);
    return done();
  });
}

api::Response Api::start_cron_job(const api::AuroraSchedulerManager_startCronJob_args& args) {
  if (!args.__isset.job) return failed("A job key is missing.");
  return core_.change([&] {
    const JobId job = job_id(args.job);
    CronJob* cron = core_.crons().find(job);
    if (cron == nullptr) return invalid("Failed to start cron job - No cron job found for " + job.text() + ".");
    core_.cron_runner().fire(job, *cron);
    return done();
  });
}

}  // namespace borealis::cluster
