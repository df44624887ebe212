// What those do with a cluster who run it: quota, hosts in maintenance, backups, the store of tasks. Errors as in
// client/engine.h; times are in seconds or, where named so, milliseconds. (api.md §9.3, §16, §18, §20; cli.md §11, §12)
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "client/engine.h"
#include "lang/data.h"
#include "lang/result.h"

namespace borealis::client {

// Cores and megabytes (MiB).
struct ResourceAmounts {
  double cpu = 0;
  std::int64_t ram_mb = 0;
  std::int64_t disk_mb = 0;
};

// A role's quota and what it uses. Absent: the cluster didn't say.
struct QuotaReport {
  ResourceAmounts allocated;
  std::optional<ResourceAmounts> prod_shared;
  std::optional<ResourceAmounts> prod_dedicated;
  std::optional<ResourceAmounts> non_prod_shared;
  std::optional<ResourceAmounts> non_prod_dedicated;
  lang::Data raw;  // the API's own message as data, for --output json
};

// NONE, SCHEDULED, DRAINING, DRAINED
struct HostMode {
  std::string host;
  std::string mode;
};

// Which tasks are meant: all that is set must hold. Empty sets narrow nothing.
struct TaskSearch {
  std::string role;
  std::string environment;
  std::string job;
  Instances instances;
  std::set<std::string> states;  // names
  std::set<std::string> hosts;
  std::set<std::string> task_ids;
  std::optional<int> limit;
};

// A task as administrators look at it.
struct AdminTask {
  TaskStatus status;
  bool production = false;
};

using Hosts = std::set<std::string>;
using HostModes = std::vector<HostMode>;  // by host

class AdminEngine {
 public:
  virtual ~AdminEngine() = default;
  // The URL of the scheduler that answers, without /api.
  virtual lang::Result<std::string> leader() = 0;

  virtual lang::Result<QuotaReport> quota(const std::string& role) = 0;
  virtual lang::Status set_quota(const std::string& role, const ResourceAmounts& amounts) = 0;

  // By job, instance, then oldest first. `raw` of each status is filled.
  virtual lang::Result<std::vector<AdminTask>> tasks(const TaskSearch& search) = 0;
  // The live ones of all jobs: RUNNING, and on their way out of it.
  virtual lang::Result<std::vector<AdminTask>> live_tasks() = 0;
  virtual lang::Status force_task_state(const std::string& task_id, const std::string& state) = 0;
  // Deletes ended tasks for good.
  virtual lang::Status prune(const TaskSearch& search) = 0;

  // Hosts that the cluster doesn't know are missing from the answers.
  virtual lang::Result<HostModes> host_modes(const Hosts& hosts) = 0;
  virtual lang::Result<HostModes> start_maintenance(const Hosts& hosts) = 0;
  virtual lang::Result<HostModes> end_maintenance(const Hosts& hosts) = 0;
  virtual lang::Result<HostModes> drain(const Hosts& hosts) = 0;
  // Drained by the cluster itself, as far as the jobs' SLA policies allow; a task without one needs `percentage` of
  // its job up for `duration`. After `timeout` it is drained all the same.
  virtual lang::Result<HostModes> sla_drain(const Hosts& hosts, double percentage, std::chrono::seconds duration,
                                            std::chrono::seconds timeout) = 0;

  virtual lang::Status back_up() = 0;
  virtual lang::Result<std::vector<std::string>> backups() = 0;
  virtual lang::Status stage_recovery(const std::string& backup) = 0;
  // The active tasks of the staged backup.
  virtual lang::Result<std::vector<AdminTask>> recovery_tasks() = 0;
  virtual lang::Status delete_recovery_tasks(const std::set<std::string>& task_ids) = 0;
  virtual lang::Status commit_recovery() = 0;
  virtual lang::Status unload_recovery() = 0;
  virtual lang::Status snapshot() = 0;

  // Nothing: the scheduler's own batch size.
  virtual lang::Status reconcile_explicitly(std::optional<int> batch_size) = 0;
  virtual lang::Status reconcile_implicitly() = 0;
};

// Whether a text is the name of a task's state.
bool is_task_state(const std::string& name);
bool is_terminal_state(const std::string& name);
bool is_active_state(const std::string& name);
// Running, or on its way out of that.
bool is_live_state(const std::string& name);
// The names, for messages.
std::vector<std::string> task_states();

}  // namespace borealis::client
