// The scheduler's API: a call comes in as a message, a reply goes out as one. (api.md §9)
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "client/api/codec.h"
#include "cluster/recovery.h"
#include "cluster/service.h"

namespace borealis::cluster {

class Api {
 public:
  // `backups`: the directory for them.
  explicit Api(Core& core, std::string backups = "");

  struct Called {
    std::string method;
    std::int32_t sequence = 0;
    std::optional<api::Response> reply;  // nullopt: there is no such method
  };
  // Makes the call in `body`; an error: it could not be decoded. When it returns, what the call did is durable.
  lang::Result<Called> perform(api::Wire in, std::string_view body);
  // Says whose reply it is.
  void sign(api::Response& reply) const;
  // The reply to the request in `body`; an error: the request could not be decoded. When it returns, what the call did
  // is durable.
  lang::Result<std::string> answer(api::Wire in, api::Wire out, std::string_view body);

  // Called when a backup has taken the place of the cluster's state: the process must end.
  std::function<void()> on_replaced = [] {};

  // False: another scheduler leads, and every call is told to come again.
  void set_ready(bool ready) { ready_ = ready; }

  static bool has(std::string_view method) { return methods().contains(method); }

  // How often each method was called and each code was answered: for /vars.
  std::map<std::string, std::int64_t> counters();

 private:
  using Reply = api::Response;
  using Method = lang::Result<Reply> (*)(Api&, api::CallReader&);
  static const std::map<std::string, Method, std::less<>>& methods();
  template <class Args, Reply (Api::*handler)(const Args&)>
  static lang::Result<Reply> call(Api& api, api::CallReader& reader);

  // api_reads.cc (api.md §19)
  Reply role_summary(const api::ReadOnlyScheduler_getRoleSummary_args& args);
  Reply job_summary(const api::ReadOnlyScheduler_getJobSummary_args& args);
  Reply tasks_status(const api::ReadOnlyScheduler_getTasksStatus_args& args);
  Reply tasks_without_configs(const api::ReadOnlyScheduler_getTasksWithoutConfigs_args& args);
  Reply pending_reason(const api::ReadOnlyScheduler_getPendingReason_args& args);
  Reply config_summary(const api::ReadOnlyScheduler_getConfigSummary_args& args);
  Reply jobs(const api::ReadOnlyScheduler_getJobs_args& args);
  Reply populate_job_config(const api::ReadOnlyScheduler_populateJobConfig_args& args);
  Reply tier_configs(const api::ReadOnlyScheduler_getTierConfigs_args& args);

  // api_jobs.cc (api.md §11)
  Reply create_job(const api::AuroraSchedulerManager_createJob_args& args);
  std::optional<std::string> check_quota(const api::TaskConfig& config, int count);
  Reply kill_tasks(const api::AuroraSchedulerManager_killTasks_args& args);
  Reply restart_shards(const api::AuroraSchedulerManager_restartShards_args& args);
  Reply add_instances(const api::AuroraSchedulerManager_addInstances_args& args);

  // api_cron.cc (api.md §15)
  Reply schedule_cron_job(const api::AuroraSchedulerManager_scheduleCronJob_args& args);
  Reply replace_cron_template(const api::AuroraSchedulerManager_replaceCronTemplate_args& args);
  Reply deschedule_cron_job(const api::AuroraSchedulerManager_descheduleCronJob_args& args);
  Reply start_cron_job(const api::AuroraSchedulerManager_startCronJob_args& args);
  Reply put_cron_template(const api::JobConfiguration& given, bool must_exist);

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

  // api_quota.cc (api.md §16)
  Reply quota(const api::ReadOnlyScheduler_getQuota_args& args);
  Reply set_quota(const api::AuroraAdmin_setQuota_args& args);

  // api_maintenance.cc (api.md §18.2)
  Reply maintenance_status(const api::AuroraAdmin_maintenanceStatus_args& args);
  Reply start_maintenance(const api::AuroraAdmin_startMaintenance_args& args);
  Reply drain_hosts(const api::AuroraAdmin_drainHosts_args& args);
  Reply sla_drain_hosts(const api::AuroraAdmin_slaDrainHosts_args& args);
  Reply end_maintenance(const api::AuroraAdmin_endMaintenance_args& args);

  // api_admin.cc (api.md §20)
  Reply force_task_state(const api::AuroraAdmin_forceTaskState_args& args);
  Reply prune_tasks(const api::AuroraAdmin_pruneTasks_args& args);
  Reply snapshot(const api::AuroraAdmin_snapshot_args& args);
  Reply reconcile_implicitly(const api::AuroraAdmin_triggerImplicitTaskReconciliation_args& args);
  Reply reconcile_explicitly(const api::AuroraAdmin_triggerExplicitTaskReconciliation_args& args);

  // api_recovery.cc (api.md §20)
  Reply perform_backup(const api::AuroraAdmin_performBackup_args& args);
  Reply list_backups(const api::AuroraAdmin_listBackups_args& args);
  Reply stage_recovery(const api::AuroraAdmin_stageRecovery_args& args);
  Reply query_recovery(const api::AuroraAdmin_queryRecovery_args& args);
  Reply delete_recovery_tasks(const api::AuroraAdmin_deleteRecoveryTasks_args& args);
  Reply commit_recovery(const api::AuroraAdmin_commitRecovery_args& args);
  Reply unload_recovery(const api::AuroraAdmin_unloadRecovery_args& args);

  void counted(const std::string& method, api::ResponseCode::type code);

  Core& core_;
  bool ready_ = true;
  Recovery recovery_;
  std::mutex counters_mutex_;
  std::map<std::string, std::int64_t> counters_;
};

}  // namespace borealis::cluster
