// The reading methods. (api.md §19)
#include <algorithm>
#include <set>

#include "client/api/convert.h"
#include "cluster/api.h"
#include "cluster/api_reply.h"
#include "cluster/dump.h"
#include "cluster/query.h"
#include "cluster/validate.h"

namespace borealis::cluster {

namespace {

using S = api::ScheduleStatus;

void count(api::JobStats& stats, TaskStatus status) {
  if (status == S::FINISHED || status == S::KILLED) {
    ++stats.finishedTaskCount;
  } else if (status == S::FAILED || status == S::LOST) {
    ++stats.failedTaskCount;
  } else if (status == S::INIT || status == S::PENDING || status == S::THROTTLED) {
    ++stats.pendingTaskCount;
  } else {
    ++stats.activeTaskCount;
  }
}

// What a job looks like, made up from its tasks: the configuration of the one that changed last.
template <class Range>
api::JobConfiguration synthesize(const JobId& job, const Range& tasks) {
  const Task* latest = *std::ranges::max_element(tasks, {}, [](const Task* task) { return task->events.back().time; });
  api::JobConfiguration out;
  out.__set_key(job_key(job));
  if (latest->config->message.__isset.owner) out.__set_owner(latest->config->message.owner);
  out.__set_taskConfig(latest->config->message);
  out.__set_instanceCount(static_cast<std::int32_t>(tasks.size()));
  return out;
}

std::vector<const Task*> tasks_of(const Tasks::OfJob& of_job, bool active_only) {
  std::vector<const Task*> out;
  for (const auto& [id, task] : of_job) {
    if (!active_only || is_active(task->status)) out.push_back(task);
  }
  return out;
}

api::Result status_result(const std::vector<const Task*>& tasks, const CoreSettings& settings, bool data) {
  api::ScheduleStatusResult found;
  found.__isset.tasks = true;
  found.tasks.reserve(tasks.size());
  for (const Task* task : tasks) {
    found.tasks.push_back(scheduled_task(*task, settings));
    if (!data) found.tasks.back().assignedTask.task.executorConfig.__isset.data = false;
  }
  api::Result result;
  result.__set_scheduleStatusResult(found);
  return result;
}

}  // namespace

api::Response Api::role_summary(const api::ReadOnlyScheduler_getRoleSummary_args&) {
  return core_.read([&] {
    std::map<std::string, int> jobs;
    for (const auto& [job, tasks] : core_.tasks().by_job()) ++jobs[job.role];
    std::map<std::string, int> crons;
    for (const auto& [job, cron] : core_.crons().all()) {
      ++crons[job.role];
      jobs.try_emplace(job.role, 0);
    }
    api::RoleSummaryResult summaries;
    for (const auto& [role, count] : jobs) {
      api::RoleSummary summary;
      summary.__set_role(role);
      summary.__set_jobCount(count);
      summary.__set_cronJobCount(crons[role]);
      summaries.summaries.insert(summary);
    }
    summaries.__isset.summaries = true;
    api::Result result;
    result.__set_roleSummaryResult(summaries);
    return done(result);
  });
}

api::Response Api::job_summary(const api::ReadOnlyScheduler_getJobSummary_args& args) {
  return core_.read([&] {
    std::map<JobId, api::JobSummary> by_job;
    for (const auto& [job, of_job] : core_.tasks().by_job()) {
      if (args.__isset.role && job.role != args.role) continue;
      const auto tasks = tasks_of(of_job, false);
      api::JobSummary& summary = by_job[job];
      summary.__set_job(synthesize(job, tasks));
      for (const Task* task : tasks) count(summary.stats, task->status);
    }
    for (const auto& [job, cron] : core_.crons().all()) {
      if (args.__isset.role && job.role != args.role) continue;
      api::JobSummary& summary = by_job[job];
      summary.__set_job(cron->config);
      if (cron->next) summary.__set_nextCronRunMs(*cron->next);
    }
    api::JobSummaryResult summaries;
    for (auto& [job, summary] : by_job) {
      summary.__isset.stats = true;
      summaries.summaries.insert(summary);
    }
    summaries.__isset.summaries = true;
    api::Result result;
    result.__set_jobSummaryResult(summaries);
    return done(result);
  });
}

api::Response Api::tasks_status(const api::ReadOnlyScheduler_getTasksStatus_args& args) {
  if (!args.__isset.query) return failed("");
  return core_.read([&] { return done(status_result(find_tasks(core_.tasks(), args.query), core_.settings(), true)); });
}

api::Response Api::tasks_without_configs(const api::ReadOnlyScheduler_getTasksWithoutConfigs_args& args) {
  if (!args.__isset.query) return failed("");
  return core_.read(
      [&] { return done(status_result(find_tasks(core_.tasks(), args.query), core_.settings(), false)); });
}

api::Response Api::pending_reason(const api::ReadOnlyScheduler_getPendingReason_args& args) {
  if (!args.__isset.query) return failed("");
  if (args.query.__isset.slaveHosts && !args.query.slaveHosts.empty()) {
    return invalid("SlaveHosts are not supported in " + dump(args.query));
  }
  if (args.query.__isset.statuses && !args.query.statuses.empty()) {
    return invalid("Statuses is not supported in " + dump(args.query));
  }
  api::TaskQuery query = args.query;
  query.__set_statuses({S::PENDING});
  return core_.read([&] {
    api::GetPendingReasonResult reasons;
    std::map<const Config*, std::string> texts;
    for (const Task* task : find_tasks(core_.tasks(), query)) {
      const auto [text, fresh] = texts.try_emplace(task->config.get());
      if (fresh) text->second = core_.placer().why_pending(*task->config);
      api::PendingReason reason;
      reason.__set_taskId(task->id);
      reason.__set_reason(text->second);
      reasons.reasons.insert(reason);
    }
    reasons.__isset.reasons = true;
    api::Result result;
    result.__set_getPendingReasonResult(reasons);
    return done(result);
  });
}

api::Response Api::config_summary(const api::ReadOnlyScheduler_getConfigSummary_args& args) {
  if (!args.__isset.job) return failed("A job key is missing.");
  if (!is_valid(args.job)) return failed("");
  return core_.read([&] {
    std::map<const Config*, std::vector<int>> groups;
    for (const auto& [instance, task] : core_.tasks().active(job_id(args.job))) {
      groups[task->config.get()].push_back(instance);
    }
    api::ConfigSummary summary;
    summary.__set_key(args.job);
    for (const auto& [config, instances] : groups) {
      api::ConfigGroup group;
      group.__set_config(config->message);
      group.__set_instances(api::to_ranges(instances));
      summary.groups.insert(group);
    }
    summary.__isset.groups = true;
    api::ConfigSummaryResult found;
    found.__set_summary(summary);
    api::Result result;
    result.__set_configSummaryResult(found);
    return done(result);
  });
}

api::Response Api::jobs(const api::ReadOnlyScheduler_getJobs_args& args) {
  return core_.read([&] {
    api::GetJobsResult found;
    for (const auto& [job, of_job] : core_.tasks().by_job()) {
      if ((args.__isset.ownerRole && job.role != args.ownerRole) || core_.crons().find(job) != nullptr) continue;
      const auto active = tasks_of(of_job, true);
      if (!active.empty()) found.configs.insert(synthesize(job, active));
    }
    for (const auto& [job, cron] : core_.crons().all()) {
      if (!args.__isset.ownerRole || job.role == args.ownerRole) found.configs.insert(cron->config);
    }
    found.__isset.configs = true;
    api::Result result;
    result.__set_getJobsResult(found);
    return done(result);
  });
}

api::Response Api::populate_job_config(const api::ReadOnlyScheduler_populateJobConfig_args& args) {
  if (!args.__isset.description) return failed("A job configuration is missing.");
  api::JobConfiguration job = args.description;
  if (const auto why = validate_job(job)) return invalid("Invalid configuration: " + *why);
  api::PopulateJobResult populated;
  populated.__set_taskConfig(job.taskConfig);
  api::Result result;
  result.__set_populateJobResult(populated);
  return done(result);
}

api::Response Api::tier_configs(const api::ReadOnlyScheduler_getTierConfigs_args&) {
  api::GetTierConfigResult found;
  found.__set_defaultTierName(limits().default_tier);
  for (const schema::Tier& tier : limits().tier_config) {
    api::TierConfig config;
    config.__set_name(tier.name);
    config.__set_settings(
        {{"preemptible", tier.preemptible ? "true" : "false"}, {"revocable", tier.revocable ? "true" : "false"}});
    found.tiers.insert(config);
  }
  found.__isset.tiers = true;
  api::Result result;
  result.__set_getTierConfigResult(found);
  return done(result);
}

}  // namespace borealis::cluster
