// Making and ending jobs. (api.md §11)
#include "cluster/api.h"
#include "cluster/api_reply.h"
#include "cluster/caller.h"
#include "cluster/dump.h"
#include "cluster/validate.h"

namespace borealis::cluster {

using S = api::ScheduleStatus;

// Whether so many more tasks are within the role's quota.
std::optional<std::string> Api::check_quota(const api::TaskConfig& config, int count) {
  if (!belongs(config, {})) return std::nullopt;
  const Amounts use = core_.consumption().of(config.job.role, {}) + amounts_of(config) * count;
  return exceeds(use, core_.quotas().of(config.job.role));
}

api::Response Api::create_job(const api::AuroraSchedulerManager_createJob_args& args) {
  if (!args.__isset.description) return failed("A job configuration is missing.");
  api::JobConfiguration job = args.description;
  if (const auto why = validate_job(job)) return invalid(*why);
  if (job.__isset.cronSchedule) return invalid("Cron jobs may only be created/updated by calling scheduleCronJob.");
  return core_.change([&] {
    // The key inside the task's configuration is the one that counts.
    const JobId id = job_id(job.taskConfig.job);
    if (core_.updates().active(id) != nullptr) return updating();
    if (!core_.tasks().active(id).empty() || core_.crons().find(id) != nullptr) {
      return invalid("Job " + id.text() + " already exists");
    }
    if (const auto why = validate_size(job.instanceCount)) return invalid(*why);
    if (const auto why = check_quota(job.taskConfig, job.instanceCount)) return invalid(*why);
    const ConfigPtr config = core_.configs().intern(job.taskConfig);
    for (int instance = 0; instance < job.instanceCount; ++instance) core_.machine().add(config, instance);
    return done();
  });
}

api::Response Api::kill_tasks(const api::AuroraSchedulerManager_killTasks_args& args) {
  if (!args.__isset.job || !is_valid(args.job)) return failed("Job key " + dump(args.job) + " is invalid.");
  std::string message = std::string("Killed by ") + Caller::name();
  if (args.__isset.message && !args.message.empty()) message += ".\n" + args.message;
  return core_.change([&] {
    const JobId job = job_id(args.job);
    if (core_.updates().active(job) != nullptr) return updating();
    bool any = false;
    for (const auto& [instance, task] : core_.tasks().active(job)) {
      if (!args.instances.empty() && !args.instances.contains(instance)) continue;
      any = core_.machine().transition(*task, S::KILLING, message) || any;
    }
    return done(any ? "" : "No tasks to kill.");
  });
}

api::Response Api::restart_shards(const api::AuroraSchedulerManager_restartShards_args& args) {
  if (args.shardIds.empty()) return failed("Argument cannot be blank");
  if (!args.__isset.job || !is_valid(args.job)) return failed("Job key " + dump(args.job) + " is invalid.");
  return core_.change([&] {
    const JobId job = job_id(args.job);
    if (core_.updates().active(job) != nullptr) return updating();
    const std::map<int, Task*> active = core_.tasks().active(job);
    for (const int instance : args.shardIds) {
      if (!active.contains(instance)) return invalid("Not all requested shards are active.");
    }
    // Those that wait for a host, or are on their way out already, have no such step: they are left alone.
    for (const int instance : args.shardIds) {
      core_.machine().transition(*active.at(instance), S::RESTARTING, std::string("Restarted by ") + Caller::name());
    }
    return done();
  });
}

api::Response Api::add_instances(const api::AuroraSchedulerManager_addInstances_args& args) {
  if (!args.__isset.key) return failed("An instance key is missing.");
  if (args.count <= 0) return invalid("Instance count must be positive.");
  return core_.change([&] {
    const JobId job = job_id(args.key.jobKey);
    if (core_.crons().find(job) != nullptr) return invalid("Instances may not be added to cron jobs.");
    if (core_.updates().active(job) != nullptr) return updating();
    const std::map<int, Task*> active = core_.tasks().active(job);
    const auto like = active.find(args.key.instanceId);
    if (like == active.end()) return invalid("No active task found for a given instance ID.");
    const long size = static_cast<long>(active.size()) + args.count;
    if (const auto why = validate_size(size)) return invalid(*why);
    const ConfigPtr config = like->second->config;
    if (const auto why = check_quota(config->message, args.count)) return invalid(*why);
    const int first = active.rbegin()->first + 1;
    for (int i = 0; i < args.count; ++i) core_.machine().add(config, first + i);
    return done();
  });
}

}  // namespace borealis::cluster
