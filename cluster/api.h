// The scheduler's API: a call comes in as a message, a reply goes out as one. (api.md §9)
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "client/api/codec.h"
#include "cluster/core.h"
#include "cluster/service.h"

namespace borealis::cluster {

class Api {
 public:
  explicit Api(Core& core);

  // The reply to the request in `body`; an error: the request could not be decoded. When it returns, what the call did
  // is durable.
  lang::Result<std::string> answer(api::Wire in, api::Wire out, std::string_view body);

  // How often each method was called and each code was answered: for /vars.
  std::map<std::string, std::int64_t> counters();

 private:
  using Reply = api::Response;
  using Method = lang::Result<Reply> (*)(Api&, api::CallReader&);
  static const std::map<std::string, Method, std::less<>>& methods();
  template <class Args, Reply (Api::*handler)(const Args&)>
  static lang::Result<Reply> call(Api& api, api::CallReader& reader);
  template <class Args>
  static lang::Result<Reply> refuse(Api& api, api::CallReader& reader);

  // api_reads.cc (api.md §19)
  Reply role_summary(const api::ReadOnlyScheduler_getRoleSummary_args& args);
  Reply job_summary(const api::ReadOnlyScheduler_getJobSummary_args& args);
  Reply tasks_status(const api::ReadOnlyScheduler_getTasksStatus_args& args);
  Reply tasks_without_configs(const api::ReadOnlyScheduler_getTasksWithoutConfigs_args& args);
  Reply pending_reason(const api::ReadOnlyScheduler_getPendingReason_args& args);
  Reply config_summary(const api::ReadOnlyScheduler_getConfigSummary_args& args);
  Reply jobs(const api::ReadOnlyScheduler_getJobs_args& args);
  Reply quota(const api::ReadOnlyScheduler_getQuota_args& args);
  Reply populate_job_config(const api::ReadOnlyScheduler_populateJobConfig_args& args);
  Reply tier_configs(const api::ReadOnlyScheduler_getTierConfigs_args& args);

  // api_jobs.cc (api.md §11)
  Reply create_job(const api::AuroraSchedulerManager_createJob_args& args);
  Reply kill_tasks(const api::AuroraSchedulerManager_killTasks_args& args);
  Reply restart_shards(const api::AuroraSchedulerManager_restartShards_args& args);
  Reply add_instances(const api::AuroraSchedulerManager_addInstances_args& args);
  Reply start_cron_job(const api::AuroraSchedulerManager_startCronJob_args& args);
  Reply deschedule_cron_job(const api::AuroraSchedulerManager_descheduleCronJob_args& args);

  // api_updates.cc (api.md §12)
  Reply update_diff(const api::ReadOnlyScheduler_getJobUpdateDiff_args& args);
  Reply start_update(const api::AuroraSchedulerManager_startJobUpdate_args& args);
  Reply pause_update(const api::AuroraSchedulerManager_pauseJobUpdate_args& args);
  Reply resume_update(const api::AuroraSchedulerManager_resumeJobUpdate_args& args);
  Reply abort_update(const api::AuroraSchedulerManager_abortJobUpdate_args& args);
  Reply roll_back_update(const api::AuroraSchedulerManager_rollbackJobUpdate_args& args);
  Reply pulse_update(const api::AuroraSchedulerManager_pulseJobUpdate_args& args);
  using Verb = std::optional<std::string> (Updater::*)(Update&, const std::string&, const std::string&);
  Reply update_verb(const api::JobUpdateKey& key, const std::string& message, Verb verb);

  // api_update_reads.cc (api.md §12.8)
  Reply update_summaries(const api::ReadOnlyScheduler_getJobUpdateSummaries_args& args);
  Reply update_details(const api::ReadOnlyScheduler_getJobUpdateDetails_args& args);

  // api_admin.cc (api.md §18, §20)
  Reply force_task_state(const api::AuroraAdmin_forceTaskState_args& args);
  Reply prune_tasks(const api::AuroraAdmin_pruneTasks_args& args);
  Reply maintenance_status(const api::AuroraAdmin_maintenanceStatus_args& args);
  Reply snapshot(const api::AuroraAdmin_snapshot_args& args);
  Reply reconcile_implicitly(const api::AuroraAdmin_triggerImplicitTaskReconciliation_args& args);
  Reply reconcile_explicitly(const api::AuroraAdmin_triggerExplicitTaskReconciliation_args& args);

  Core& core_;
  std::mutex counters_mutex_;
  std::map<std::string, std::int64_t> counters_;
};

}  // namespace borealis::cluster
