// Which method is which function.
#include <exception>

#include "cluster/api.h"
#include "cluster/api_reply.h"
#include "cluster/caller.h"

namespace borealis::cluster {

Api::Api(Core& core, std::string backups) : core_(core), recovery_(core, std::move(backups)) {}

namespace {

// The job that a call is about; nullptr: it is about none.
template <class Args>
const api::JobKey* job_of(const Args& args) {
  if constexpr (requires { args.description.key; }) return &args.description.key;
  if constexpr (requires { args.config.key; }) return &args.config.key;
  if constexpr (requires { args.request.taskConfig; }) return &args.request.taskConfig.job;
  if constexpr (requires { args.key.jobKey; }) return &args.key.jobKey;
  if constexpr (requires { args.key.job; }) return &args.key.job;
  if constexpr (requires { args.job; }) return &args.job;
  return nullptr;
}

bool is_whole(const api::JobKey* job) {
  return job != nullptr && !job->role.empty() && !job->environment.empty() && !job->name.empty();
}

}  // namespace

template <class Args, api::Response (Api::*handler)(const Args&)>
lang::Result<api::Response> Api::call(Api& api, api::CallReader& reader) {
  Args args;
  if (lang::Status read = reader.read(args); !read) return std::move(read).error();
  if (!api.ready_) return reply(api::ResponseCode::ERROR_TRANSIENT, "Storage is not READY");
  const api::JobKey* job = job_of(args);
  if (Caller::must_name_job(reader.method()) && !is_whole(job)) {
    return invalid("Missing or invalid job key from request.");
  }
  if (const auto denied = Caller::denial(reader.method(), job)) {
    return reply(api::ResponseCode::AUTH_FAILED, *denied);
  }
  return (api.*handler)(args);
}

const std::map<std::string, Api::Method, std::less<>>& Api::methods() {
  using namespace api;
  static const std::map<std::string, Method, std::less<>> table = {
      {"getRoleSummary", &call<ReadOnlyScheduler_getRoleSummary_args, &Api::role_summary>},
      {"getJobSummary", &call<ReadOnlyScheduler_getJobSummary_args, &Api::job_summary>},
      {"getTasksStatus", &call<ReadOnlyScheduler_getTasksStatus_args, &Api::tasks_status>},
      {"getTasksWithoutConfigs", &call<ReadOnlyScheduler_getTasksWithoutConfigs_args, &Api::tasks_without_configs>},
      {"getPendingReason", &call<ReadOnlyScheduler_getPendingReason_args, &Api::pending_reason>},
      {"getConfigSummary", &call<ReadOnlyScheduler_getConfigSummary_args, &Api::config_summary>},
      {"getJobs", &call<ReadOnlyScheduler_getJobs_args, &Api::jobs>},
      {"getQuota", &call<ReadOnlyScheduler_getQuota_args, &Api::quota>},
      {"populateJobConfig", &call<ReadOnlyScheduler_populateJobConfig_args, &Api::populate_job_config>},
      {"getJobUpdateSummaries", &call<ReadOnlyScheduler_getJobUpdateSummaries_args, &Api::update_summaries>},
      {"getJobUpdateDetails", &call<ReadOnlyScheduler_getJobUpdateDetails_args, &Api::update_details>},
      {"getJobUpdateDiff", &call<ReadOnlyScheduler_getJobUpdateDiff_args, &Api::update_diff>},
      {"getTierConfigs", &call<ReadOnlyScheduler_getTierConfigs_args, &Api::tier_configs>},

      {"createJob", &call<AuroraSchedulerManager_createJob_args, &Api::create_job>},
      {"scheduleCronJob", &call<AuroraSchedulerManager_scheduleCronJob_args, &Api::schedule_cron_job>},
      {"descheduleCronJob", &call<AuroraSchedulerManager_descheduleCronJob_args, &Api::deschedule_cron_job>},
      {"startCronJob", &call<AuroraSchedulerManager_startCronJob_args, &Api::start_cron_job>},
      {"replaceCronTemplate", &call<AuroraSchedulerManager_replaceCronTemplate_args, &Api::replace_cron_template>},
      {"restartShards", &call<AuroraSchedulerManager_restartShards_args, &Api::restart_shards>},
      {"killTasks", &call<AuroraSchedulerManager_killTasks_args, &Api::kill_tasks>},
      {"addInstances", &call<AuroraSchedulerManager_addInstances_args, &Api::add_instances>},
      {"startJobUpdate", &call<AuroraSchedulerManager_startJobUpdate_args, &Api::start_update>},
      {"pauseJobUpdate", &call<AuroraSchedulerManager_pauseJobUpdate_args, &Api::pause_update>},
      {"resumeJobUpdate", &call<AuroraSchedulerManager_resumeJobUpdate_args, &Api::resume_update>},
      {"abortJobUpdate", &call<AuroraSchedulerManager_abortJobUpdate_args, &Api::abort_update>},
      {"rollbackJobUpdate", &call<AuroraSchedulerManager_rollbackJobUpdate_args, &Api::roll_back_update>},
      {"pulseJobUpdate", &call<AuroraSchedulerManager_pulseJobUpdate_args, &Api::pulse_update>},

      {"forceTaskState", &call<AuroraAdmin_forceTaskState_args, &Api::force_task_state>},
      {"pruneTasks", &call<AuroraAdmin_pruneTasks_args, &Api::prune_tasks>},
      {"maintenanceStatus", &call<AuroraAdmin_maintenanceStatus_args, &Api::maintenance_status>},
      {"snapshot", &call<AuroraAdmin_snapshot_args, &Api::snapshot>},
      {"triggerImplicitTaskReconciliation",
       &call<AuroraAdmin_triggerImplicitTaskReconciliation_args, &Api::reconcile_implicitly>},
      {"triggerExplicitTaskReconciliation",
       &call<AuroraAdmin_triggerExplicitTaskReconciliation_args, &Api::reconcile_explicitly>},
      {"setQuota", &call<AuroraAdmin_setQuota_args, &Api::set_quota>},
      {"performBackup", &call<AuroraAdmin_performBackup_args, &Api::perform_backup>},
      {"listBackups", &call<AuroraAdmin_listBackups_args, &Api::list_backups>},
      {"stageRecovery", &call<AuroraAdmin_stageRecovery_args, &Api::stage_recovery>},
      {"queryRecovery", &call<AuroraAdmin_queryRecovery_args, &Api::query_recovery>},
      {"deleteRecoveryTasks", &call<AuroraAdmin_deleteRecoveryTasks_args, &Api::delete_recovery_tasks>},
      {"commitRecovery", &call<AuroraAdmin_commitRecovery_args, &Api::commit_recovery>},
      {"unloadRecovery", &call<AuroraAdmin_unloadRecovery_args, &Api::unload_recovery>},
      {"startMaintenance", &call<AuroraAdmin_startMaintenance_args, &Api::start_maintenance>},
      {"drainHosts", &call<AuroraAdmin_drainHosts_args, &Api::drain_hosts>},
      {"endMaintenance", &call<AuroraAdmin_endMaintenance_args, &Api::end_maintenance>},
      {"slaDrainHosts", &call<AuroraAdmin_slaDrainHosts_args, &Api::sla_drain_hosts>},
  };
  return table;
}

lang::Result<Api::Called> Api::perform(api::Wire in, std::string_view body) {
  auto reader = api::CallReader::open(in, body);
  if (!reader) return std::move(reader).error();
  Called called{reader->method(), reader->sequence(), std::nullopt};
  const auto found = methods().find(called.method);
  if (found == methods().end()) return called;

  lang::Result<Reply> made = [&]() -> lang::Result<Reply> {
    try {
      return found->second(*this, *reader);
    } catch (const std::exception& error) {
      return failed(error.what());
    }
  }();
  if (!made) return std::move(made).error();
  counted(called.method, made->responseCode);
  called.reply = std::move(*made);
  if (called.reply->responseCode != api::ResponseCode::AUTH_FAILED) sign(*called.reply);
  return called;
}

void Api::sign(Reply& reply) const {
  api::ServerInfo server;
  server.__set_clusterName(core_.settings().cluster_name);
  server.__set_statsUrlPrefix("");
  reply.__set_serverInfo(server);
}

lang::Result<std::string> Api::answer(api::Wire in, api::Wire out, std::string_view body) {
  auto called = perform(in, body);
  if (!called) return std::move(called).error();
  if (!called->reply) return api::encode_unknown_method(out, called->method, called->sequence);
  return api::encode_reply(out, called->method, called->sequence, *called->reply);
}

void Api::counted(const std::string& method, api::ResponseCode::type code) {
  const std::lock_guard lock(counters_mutex_);
  ++counters_["thrift_workload_" + method];
  ++counters_["scheduler_thrift_response_" + name_of(code)];
}

std::map<std::string, std::int64_t> Api::counters() {
  const std::lock_guard lock(counters_mutex_);
  return counters_;
}

}  // namespace borealis::cluster
