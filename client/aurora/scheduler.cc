#include "client/aurora/scheduler.h"

#include <fmt/format.h>

#include <utility>

#include "client/api/names.h"

namespace borealis::client::aurora {
namespace {

using api::parameter;

std::vector<std::string> notes(const api::Response& response) {
  std::vector<std::string> result;
  for (const api::ResponseDetail& detail : response.details) {
    if (detail.__isset.message && !detail.message.empty()) result.push_back(detail.message);
  }
  return result;
}

lang::Error no_result(const std::string& method) {
  lang::Error error;
  error.kind = lang::ErrorClass::unreachable;
  error.message = fmt::format("the scheduler's answer to {} holds no result", method);
  return error;
}

template <class T>
std::vector<T> to_vector(const std::set<T>& set) {
  return {set.begin(), set.end()};
}

bool same_update_id(const std::set<api::Metadata>& ours, const std::set<api::Metadata>& theirs) {
  for (const api::Metadata& pair : ours) {
    if (pair.key == api::update_id_metadata_key && theirs.contains(pair)) return true;
  }
  return false;
}

}  // namespace

template <class Select, class... P>
auto Scheduler::read(const std::string& method, Select select, const P&... parameters)
    -> lang::Result<std::remove_pointer_t<decltype(select(std::declval<api::Result&>()))>> {
  auto reply = connection_.ask(Repeat::safe, method, parameters...);
  if (!reply) return reply.error();
  auto* member = select(reply->result);
  if (!reply->__isset.result || member == nullptr) return no_result(method);
  return std::move(*member);
}

template <class... P>
lang::Result<Done> Scheduler::change(const std::string& method, const P&... parameters) {
  auto reply = connection_.ask(Repeat::unsafe, method, parameters...);
  if (!reply) return reply.error();
  return Done{notes(*reply)};
}

#define BOREALIS_MEMBER(name) [](api::Result& result) { return result.__isset.name ? &result.name : nullptr; }

lang::Result<std::vector<api::ScheduledTask>> Scheduler::tasks(const api::TaskQuery& query) {
  auto result = read("getTasksStatus", BOREALIS_MEMBER(scheduleStatusResult), parameter(1, query));
  if (!result) return result.error();
  return std::move(result->tasks);
}

lang::Result<std::vector<api::ScheduledTask>> Scheduler::tasks_without_configs(const api::TaskQuery& query) {
  auto result = read("getTasksWithoutConfigs", BOREALIS_MEMBER(scheduleStatusResult), parameter(1, query));
  if (!result) return result.error();
  return std::move(result->tasks);
}

lang::Result<std::map<std::string, std::string>> Scheduler::pending_reasons(const api::TaskQuery& query) {
  auto result = read("getPendingReason", BOREALIS_MEMBER(getPendingReasonResult), parameter(1, query));
  if (!result) return result.error();
  std::map<std::string, std::string> reasons;
  for (const api::PendingReason& reason : result->reasons) reasons[reason.taskId] = reason.reason;
  return reasons;
}

lang::Result<api::ConfigSummary> Scheduler::config_summary(const api::JobKey& job) {
  auto result = read("getConfigSummary", BOREALIS_MEMBER(configSummaryResult), parameter(1, job));
  if (!result) return result.error();
  return std::move(result->summary);
}

lang::Result<std::vector<api::JobConfiguration>> Scheduler::jobs(const std::optional<std::string>& role) {
  auto result = read("getJobs", BOREALIS_MEMBER(getJobsResult), parameter(1, role));
  if (!result) return result.error();
  return to_vector(result->configs);
}

lang::Result<std::vector<api::JobSummary>> Scheduler::job_summaries(const std::optional<std::string>& role) {
  auto result = read("getJobSummary", BOREALIS_MEMBER(jobSummaryResult), parameter(1, role));
  if (!result) return result.error();
  return to_vector(result->summaries);
}

lang::Result<std::vector<api::RoleSummary>> Scheduler::role_summaries() {
  auto result = read("getRoleSummary", BOREALIS_MEMBER(roleSummaryResult));
  if (!result) return result.error();
  return to_vector(result->summaries);
}

lang::Result<api::GetQuotaResult> Scheduler::quota(const std::string& role) {
  return read("getQuota", BOREALIS_MEMBER(getQuotaResult), parameter(1, role));
}

lang::Result<api::GetTierConfigResult> Scheduler::tiers() {
  return read("getTierConfigs", BOREALIS_MEMBER(getTierConfigResult));
}

lang::Result<api::TaskConfig> Scheduler::populate(const api::JobConfiguration& description) {
  auto result = read("populateJobConfig", BOREALIS_MEMBER(populateJobResult), parameter(1, description));
  if (!result) return result.error();
  return std::move(result->taskConfig);
}

lang::Result<api::GetJobUpdateDiffResult> Scheduler::update_diff(const api::JobUpdateRequest& request) {
  return read("getJobUpdateDiff", BOREALIS_MEMBER(getJobUpdateDiffResult), parameter(1, request));
}

lang::Result<std::vector<api::JobUpdateSummary>> Scheduler::update_summaries(const api::JobUpdateQuery& query) {
  auto result = read("getJobUpdateSummaries", BOREALIS_MEMBER(getJobUpdateSummariesResult), parameter(1, query));
  if (!result) return result.error();
  return std::move(result->updateSummaries);
}

lang::Result<std::optional<api::JobUpdateDetails>> Scheduler::update_details(const api::JobUpdateKey& key) {
  api::JobUpdateQuery query;
  query.__set_key(key);
  auto result = read("getJobUpdateDetails", BOREALIS_MEMBER(getJobUpdateDetailsResult), parameter(2, query));
  if (!result) return result.error();
  if (result->detailsList.empty()) return std::optional<api::JobUpdateDetails>();
  return std::optional(std::move(result->detailsList.front()));
}

lang::Result<Done> Scheduler::create(const api::JobConfiguration& description) {
  return change("createJob", parameter(1, description));
}
lang::Result<Done> Scheduler::schedule_cron(const api::JobConfiguration& description) {
  return change("scheduleCronJob", parameter(1, description));
}
lang::Result<Done> Scheduler::replace_cron(const api::JobConfiguration& description) {
  return change("replaceCronTemplate", parameter(1, description));
}
lang::Result<Done> Scheduler::deschedule_cron(const api::JobKey& job) {
  return change("descheduleCronJob", parameter(4, job));
}
lang::Result<Done> Scheduler::start_cron(const api::JobKey& job) {
  return change("startCronJob", parameter(4, job));
}

lang::Result<Done> Scheduler::kill(const api::JobKey& job, const std::optional<std::set<std::int32_t>>& instances,
                                   const std::optional<std::string>& message) {
  if (instances && instances->empty()) {
    lang::Error error;
    error.kind = lang::ErrorClass::usage;
    error.message = "no instances to kill are given";
    return error;
  }
  return change("killTasks", parameter(4, job), parameter(5, instances), parameter(6, message));
}

lang::Result<Done> Scheduler::restart(const api::JobKey& job, const std::set<std::int32_t>& instances) {
  return change("restartShards", parameter(3, instances), parameter(5, job));
}

lang::Result<Done> Scheduler::add_instances(const api::JobKey& job, std::int32_t like_instance, std::int32_t count) {
  api::InstanceKey key;
  key.__set_jobKey(job);
  key.__set_instanceId(like_instance);
  return change("addInstances", parameter(3, key), parameter(4, count));
}

lang::Result<StartedUpdate> Scheduler::start_update(const api::JobUpdateRequest& request,
                                                    const std::optional<std::string>& message) {
  const std::string method = "startJobUpdate";
  auto reply = connection_.call(Repeat::safe, method, parameter(1, request), parameter(3, message));
  if (!reply) return reply.error();
  const bool has_result = reply->__isset.result && reply->result.__isset.startJobUpdateResult;
  const api::StartJobUpdateResult& result = reply->result.startJobUpdateResult;
  if (is_ok(*reply)) {
    if (!has_result) return StartedUpdate{true, {}};
    return StartedUpdate{false, result.key};
  }
  if (has_result && reply->responseCode == api::ResponseCode::INVALID_REQUEST) {
    if (same_update_id(request.metadata, result.updateSummary.metadata)) return StartedUpdate{false, result.key};
    lang::Error error = refusal(*reply, method);
    error.kind = lang::ErrorClass::conflict;
    error.message = fmt::format("the update {} of this job is in progress", result.key.id);
    error.hint = "wait for it to end, or abort it";
    return error;
  }
  return refusal(*reply, method);
}

lang::Result<Done> Scheduler::update_call(const std::string& method, std::int16_t message_id,
                                          const api::JobUpdateKey& key, const std::optional<std::string>& message) {
  return change(method, parameter(1, key), parameter(message_id, message));
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
  auto result = read("pulseJobUpdate", BOREALIS_MEMBER(pulseJobUpdateResult), parameter(1, key));
  if (!result) return result.error();
  return result->status;
}

#undef BOREALIS_MEMBER

}  // namespace borealis::client::aurora
