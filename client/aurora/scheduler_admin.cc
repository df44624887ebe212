#include "client/aurora/scheduler_admin.h"

namespace borealis::client::aurora {
namespace {

using api::parameter;

#define BOREALIS_MEMBER(name) [](api::Result& result) { return result.__isset.name ? &result.name : nullptr; }

api::Hosts to_api(const std::set<std::string>& names) {
  api::Hosts hosts;
  hosts.__set_hostNames(names);
  return hosts;
}

// A call about hosts. `more` are the parameters after the hosts.
template <class Select, class... P>
lang::Result<std::vector<api::HostStatus>> call_for_hosts(Connection& connection, Repeat repeat,
                                                          const std::string& method, Select select,
                                                          const std::set<std::string>& names, const P&... more) {
  if (names.empty()) {
    lang::Error error;
    error.kind = lang::ErrorClass::usage;
    error.message = "no hosts are given";
    return error;
  }
  const api::Hosts hosts = to_api(names);
  auto result = call_for_result(connection, repeat, method, select, parameter(1, hosts), more...);
  if (!result) return result.error();
  return to_vector(result->statuses);
}

}  // namespace

lang::Result<Done> SchedulerAdmin::set_quota(const std::string& role, const api::ResourceAggregate& quota) {
  return call_for_change(connection_, "setQuota", parameter(1, role), parameter(2, quota));
}

lang::Result<std::vector<api::HostStatus>> SchedulerAdmin::maintenance_status(const std::set<std::string>& hosts) {
  return call_for_hosts(connection_, Repeat::safe, "maintenanceStatus", BOREALIS_MEMBER(maintenanceStatusResult),
                        hosts);
}
lang::Result<std::vector<api::HostStatus>> SchedulerAdmin::start_maintenance(const std::set<std::string>& hosts) {
  return call_for_hosts(connection_, Repeat::unsafe, "startMaintenance", BOREALIS_MEMBER(startMaintenanceResult),
                        hosts);
}
lang::Result<std::vector<api::HostStatus>> SchedulerAdmin::end_maintenance(const std::set<std::string>& hosts) {
  return call_for_hosts(connection_, Repeat::unsafe, "endMaintenance", BOREALIS_MEMBER(endMaintenanceResult), hosts);
}
lang::Result<std::vector<api::HostStatus>> SchedulerAdmin::drain_hosts(const std::set<std::string>& hosts) {
  return call_for_hosts(connection_, Repeat::unsafe, "drainHosts", BOREALIS_MEMBER(drainHostsResult), hosts);
}
lang::Result<std::vector<api::HostStatus>> SchedulerAdmin::sla_drain_hosts(const std::set<std::string>& hosts,
                                                                           const api::SlaPolicy& default_policy,
                                                                           std::int64_t timeout_seconds) {
  return call_for_hosts(connection_, Repeat::unsafe, "slaDrainHosts", BOREALIS_MEMBER(drainHostsResult), hosts,
                        parameter(2, default_policy), parameter(3, timeout_seconds));
}

lang::Result<Done> SchedulerAdmin::perform_backup() {
  return call_for_change(connection_, "performBackup");
}
lang::Result<std::vector<std::string>> SchedulerAdmin::backups() {
  auto result = call_for_result(connection_, Repeat::safe, "listBackups", BOREALIS_MEMBER(listBackupsResult));
  if (!result) return result.error();
  return to_vector(result->backups);
}
lang::Result<Done> SchedulerAdmin::stage_recovery(const std::string& backup) {
  return call_for_change(connection_, "stageRecovery", parameter(1, backup));
}
lang::Result<std::vector<api::ScheduledTask>> SchedulerAdmin::recovery_tasks(const api::TaskQuery& query) {
  auto result = call_for_result(connection_, Repeat::safe, "queryRecovery", BOREALIS_MEMBER(queryRecoveryResult),
                                parameter(1, query));
  if (!result) return result.error();
  return to_vector(result->tasks);
}
lang::Result<Done> SchedulerAdmin::delete_recovery_tasks(const api::TaskQuery& query) {
  return call_for_change(connection_, "deleteRecoveryTasks", parameter(1, query));
}
lang::Result<Done> SchedulerAdmin::commit_recovery() {
  return call_for_change(connection_, "commitRecovery");
}
lang::Result<Done> SchedulerAdmin::unload_recovery() {
  return call_for_change(connection_, "unloadRecovery");
}
lang::Result<Done> SchedulerAdmin::snapshot() {
  return call_for_change(connection_, "snapshot");
}

lang::Result<Done> SchedulerAdmin::force_task_state(const std::string& task_id, api::ScheduleStatus::type status) {
  const auto number = static_cast<std::int32_t>(status);
  return call_for_change(connection_, "forceTaskState", parameter(1, task_id), parameter(2, number));
}
lang::Result<Done> SchedulerAdmin::reconcile_explicitly(std::optional<std::int32_t> batch_size) {
  api::ExplicitReconciliationSettings settings;
  if (batch_size) settings.__set_batchSize(*batch_size);
  return call_for_change(connection_, "triggerExplicitTaskReconciliation", parameter(1, settings));
}
lang::Result<Done> SchedulerAdmin::reconcile_implicitly() {
  return call_for_change(connection_, "triggerImplicitTaskReconciliation");
}
lang::Result<Done> SchedulerAdmin::prune_tasks(const api::TaskQuery& query) {
  return call_for_change(connection_, "pruneTasks", parameter(1, query));
}

#undef BOREALIS_MEMBER

}  // namespace borealis::client::aurora
