// The scheduler's methods for those who run a cluster: quota, maintenance of hosts, backups and recovery, the task
// store. (api.md §9.3, §18.2, §20)
//
// A refusal is an Error of the class of its response code. Nothing here is repeated when its outcome is unknown, but
// for the three reads.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "client/aurora/calls.h"

namespace borealis::client::aurora {

class SchedulerAdmin {
 public:
  explicit SchedulerAdmin(Connection connection) : connection_(std::move(connection)) {}
  const std::string& url() const { return connection_.url(); }

  // ---- quota (api.md §16) ----
  // Replaces a role's quota: exactly one CPU (cores), RAM and disk (MiB) resource.
  lang::Result<Done> set_quota(const std::string& role, const api::ResourceAggregate& quota);

  // ---- maintenance of hosts (api.md §18.2) ----
  // Hosts that the scheduler doesn't know are missing from every answer. An empty set of hosts is ErrorClass::usage.
  lang::Result<std::vector<api::HostStatus>> maintenance_status(const std::set<std::string>& hosts);
  lang::Result<std::vector<api::HostStatus>> start_maintenance(const std::set<std::string>& hosts);
  lang::Result<std::vector<api::HostStatus>> end_maintenance(const std::set<std::string>& hosts);
  lang::Result<std::vector<api::HostStatus>> drain_hosts(const std::set<std::string>& hosts);
  // Drains as far as the tasks' SLA policies allow, `default_policy` where a task has none; forced after
  // `timeout_seconds`.
  lang::Result<std::vector<api::HostStatus>> sla_drain_hosts(const std::set<std::string>& hosts,
                                                             const api::SlaPolicy& default_policy,
                                                             std::int64_t timeout_seconds);

  // ---- backups and recovery (api.md §20) ----
  lang::Result<Done> perform_backup();
  lang::Result<std::vector<std::string>> backups();
  lang::Result<Done> stage_recovery(const std::string& backup);
  // The tasks of the staged backup.
  lang::Result<std::vector<api::ScheduledTask>> recovery_tasks(const api::TaskQuery& query);
  lang::Result<Done> delete_recovery_tasks(const api::TaskQuery& query);
  lang::Result<Done> commit_recovery();
  lang::Result<Done> unload_recovery();
  lang::Result<Done> snapshot();

  // ---- the task store ----
  lang::Result<Done> force_task_state(const std::string& task_id, api::ScheduleStatus::type status);
  // Nothing: the scheduler's own batch size.
  lang::Result<Done> reconcile_explicitly(std::optional<std::int32_t> batch_size);
  lang::Result<Done> reconcile_implicitly();
  // Deletes terminal tasks for good.
  lang::Result<Done> prune_tasks(const api::TaskQuery& query);

 private:
  Connection connection_;
};

}  // namespace borealis::client::aurora
