#include "client/aurora/scheduler.h"

#include <fmt/format.h>

#include <utility>

#include "client/api/names.h"

namespace borealis::client::aurora {
namespace {

using api::parameter;

bool same_update_id(const std::set<api::Metadata>& ours, const std::set<api::Metadata>& theirs) {
  for (const api::Metadata& pair : ours) {
    if (pair.key == api::update_id_metadata_key && theirs.contains(pair)) return true;
  }
  return false;
}

}  // namespace

#define BOREALIS_MEMBER(name) [](api::Result& result) { return result.__isset.name ? &result.name : nullptr; }

lang::Result<std::vector<api::ScheduledTask>> Scheduler::tasks(const api::TaskQuery& query) {
  auto result = call_for_result(connection_, Repeat::safe, "getTasksStatus", BOREALIS_MEMBER(scheduleStatusResult),
                                parameter(1, query));
  if (!result) return result.error();
  return std::move(result->tasks);
}

lang::Result<std::vector<api::ScheduledTask>> Scheduler::tasks_without_configs(const api::TaskQuery& query) {
  auto result = call_for_result(connection_, Repeat::safe, "getTasksWithoutConfigs",
                                BOREALIS_MEMBER(scheduleStatusResult), parameter(1, query));
  if (!result) return result.error();
  return std::move(result->tasks);
}

lang::Result<std::map<std::string, std::string>> Scheduler::pending_reasons(const api::TaskQuery& query) {
  auto result = call_for_result(connection_, Repeat::safe, "getPendingReason", BOREALIS_MEMBER(getPendingReasonResult),
                                parameter(1, query));
  if (!result) return result.error();
  std::map<std::string, std::string> reasons;
  for (const api::PendingReason& reason : result->reasons) reasons[reason.taskId] = reason.reason;
  return reasons;
}

lang::Result<api::ConfigSummary> Scheduler::config_summary(const api::JobKey& job) {
  auto result = call_for_result(connection_, Repeat::safe, "getConfigSummary", BOREALIS_MEMBER(configSummaryResult),
                                parameter(1, job));
  if (!result) return result.error();
  return std::move(result->summary);
}

lang::Result<std::vector<api::JobConfiguration>> Scheduler::jobs(const std::optional<std::string>& role) {
  auto result =
      call_for_result(connection_, Repeat::safe, "getJobs", BOREALIS_MEMBER(getJobsResult), parameter(1, role));
  if (!result) return result.error();
  return to_vector(result->configs);
}

lang::Result<std::vector<api::JobSummary>> Scheduler::job_summaries(const std::optional<std::string>& role) {
  auto result = call_for_result(connection_, Repeat::safe, "getJobSummary", BOREALIS_MEMBER(jobSummaryResult),
                                parameter(1, role));
  if (!result) return result.error();
  return to_vector(result->summaries);
}

lang::Result<std::vector<api::RoleSummary>> Scheduler::role_summaries() {
  auto result = call_for_result(connection_, Repeat::safe, "getRoleSummary", BOREALIS_MEMBER(roleSummaryResult));
  if (!result) return result.error();
  return to_vector(result->summaries);
}

lang::Result<api::GetQuotaResult> Scheduler::quota(const std::string& role) {
  return call_for_result(connection_, Repeat::safe, "getQuota", BOREALIS_MEMBER(getQuotaResult), parameter(1, role));
}

lang::Result<api::GetTierConfigResult> Scheduler::tiers() {
  return call_for_result(connection_, Repeat::safe, "getTierConfigs", BOREALIS_MEMBER(getTierConfigResult));
}

lang::Result<api::TaskConfig> Scheduler::populate(const api::JobConfiguration& description) {
  auto result = call_for_result(connection_, Repeat::safe, "populateJobConfig", BOREALIS_MEMBER(populateJobResult),
                                parameter(1, description));
  if (!result) return result.error();
  return std::move(result->taskConfig);
}

lang::Result<api::GetJobUpdateDiffResult> Scheduler::update_diff(const api::JobUpdateRequest& request) {
  return call_for_result(connection_, Repeat::safe, "getJobUpdateDiff", BOREALIS_MEMBER(getJobUpdateDiffResult),
                         parameter(1, request));
}

lang::Result<std::vector<api::JobUpdateSummary>> Scheduler::update_summaries(const api::JobUpdateQuery& query) {
  auto result = call_for_result(connection_, Repeat::safe, "getJobUpdateSummaries",
                                BOREALIS_MEMBER(getJobUpdateSummariesResult), parameter(1, query));
  if (!result) return result.error();
  return std::move(result->updateSummaries);
}

lang::Result<std::optional<api::JobUpdateDetails>> Scheduler::update_details(const api::JobUpdateKey& key) {
  api::JobUpdateQuery query;
  query.__set_key(key);
  auto result = call_for_result(connection_, Repeat::safe, "getJobUpdateDetails",
                                BOREALIS_MEMBER(getJobUpdateDetailsResult), parameter(2, query));
  if (!result) return result.error();
  if (result->detailsList.empty()) return std::optional<api::JobUpdateDetails>();
  return std::optional(std::move(result->detailsList.front()));
}

lang::Result<Done> Scheduler::create(const api::JobConfiguration& description) {
  return call_for_change(connection_, "createJob", parameter(1, description));
}
lang::Result<Done> Scheduler::schedule_cron(const api::JobConfiguration& description) {
  return call_for_change(connection_, "scheduleCronJob", parameter(1, description));
}
lang::Result<Done> Scheduler::replace_cron(const api::JobConfiguration& description) {
  return call_for_change(connection_, "replaceCronTemplate", parameter(1, description));
}
lang::Result<Done> Scheduler::deschedule_cron(const api::JobKey& job) {
  return call_for_change(connection_, "descheduleCronJob", parameter(4, job));
}
lang::Result<Done> Scheduler::start_cron(const api::JobKey& job) {
  return call_for_change(connection_, "startCronJob", parameter(4, job));
}

lang::Result<Done> Scheduler::kill(const api::JobKey& job, const std::optional<std::set<std::int32_t>>& instances,
                                   const std::optional<std::string>& message) {
  if (instances && instances->empty()) {
    lang::Error error;
    error.kind = lang::ErrorClass::usage;
    error.message = "no instances to kill are given";
    return error;
  }
  return call_for_change(connection_, "killTasks", parameter(4, job), parameter(5, instances), parameter(6, message));
}

lang::Result<Done> Scheduler::restart(const api::JobKey& job, const std::set<std::int32_t>& instances) {
  return call_for_change(connection_, "restartShards", parameter(3, instances), parameter(5, job));
}

lang::Result<Done> Scheduler::add_instances(const api::JobKey& job, std::int32_t like_instance, std::int32_t count) {
  api::InstanceKey key;
  key.__set_jobKey(job);
  key.__set_instanceId(like_instance);
  return call_for_change(connection_, "addInstances", parameter(3, key), parameter(4, count));
}

// The update that carries this request's id, when the scheduler has it.
lang::Result<std::optional<api::JobUpdateKey>> Scheduler::find_started(const api::JobUpdateRequest& request) {
  api::JobUpdateQuery query;
  query.__set_jobKey(request.taskConfig.job);
  auto known = update_summaries(query);
  if (!known) return known.error();
  for (const api::JobUpdateSummary& summary : *known) {
    if (same_update_id(request.metadata, summary.metadata)) return std::optional(summary.key);
  }
  return std::optional<api::JobUpdateKey>();
}

lang::Result<StartedUpdate> Scheduler::read_started(const api::JobUpdateRequest& request, const api::Response& reply) {
  const bool has_result = reply.__isset.result && reply.result.__isset.startJobUpdateResult;
  const api::StartJobUpdateResult& result = reply.result.startJobUpdateResult;
  if (is_ok(reply)) return has_result ? StartedUpdate{false, result.key} : StartedUpdate{true, {}};
  lang::Error error = refusal(reply, "startJobUpdate");
  if (!has_result || reply.responseCode != api::ResponseCode::INVALID_REQUEST) return error;
  if (same_update_id(request.metadata, result.updateSummary.metadata)) return StartedUpdate{false, result.key};
  error.kind = lang::ErrorClass::conflict;
  error.message = fmt::format("the update {} of this job is in progress", result.key.id);
  error.hint = "wait for it to end, or abort it";
  return error;
}

lang::Result<StartedUpdate> Scheduler::start_update(const api::JobUpdateRequest& request,
                                                    const std::optional<std::string>& message) {
  constexpr int most_tries = 3;
  for (int tries = 1;; ++tries) {
    auto reply = connection_.call(Repeat::unsafe, "startJobUpdate", parameter(1, request), parameter(3, message));
    const bool lost = !reply && connection_.outcome_unknown() && reply.error().kind != lang::ErrorClass::interrupted;
    if (!reply && !lost) return reply.error();
    if (reply) {
      auto started = read_started(request, *reply);
      // "Unchanged" after a lost answer may mean that the first try has done its work already.
      if (!started || !started->unchanged || tries == 1) return started;
    }
    auto found = find_started(request);
    if (found && *found) return StartedUpdate{false, **found};
    if (reply) return StartedUpdate{true, {}};
    if (!found || tries == most_tries) return reply.error();
  }
}

lang::Result<Done> Scheduler::update_call(const std::string& method, std::int16_t message_id,
                                          const api::JobUpdateKey& key, const std::optional<std::string>& message) {
  return call_for_change(connection_, method, parameter(1, key), parameter(message_id, message));
}
lang::Result<Done> Scheduler::pause_update(const api::JobUpdateKey& key, const std::optional<std::string>& message) {
  return update_call("pauseJobUpdate", 3, key, message);
}
lang::Result<Done> Scheduler::resume_update(const api::JobUpdateKey& key, const std::optional<std::string>& message) {
  return update_call("resumeJobUpdate", 3, key, message);
}
lang::Result<Done> Scheduler::abort_update(const api::JobUpdateKey& key, const std::optional<std::string>& message) {
  return update_call("abortJobUpdate", 3, key, message);
}
lang::Result<Done> Scheduler::rollback_update(const api::JobUpdateKey& key, const std::optional<std::string>& message) {
  return update_call("rollbackJobUpdate", 2, key, message);
}

lang::Result<api::JobUpdatePulseStatus::type> Scheduler::pulse_update(const api::JobUpdateKey& key) {
  auto result = call_for_result(connection_, Repeat::safe, "pulseJobUpdate", BOREALIS_MEMBER(pulseJobUpdateResult),
                                parameter(1, key));
  if (!result) return result.error();
  return result->status;
}

#undef BOREALIS_MEMBER

}  // namespace borealis::client::aurora
