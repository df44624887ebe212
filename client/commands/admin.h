// admin: what those do with a cluster who run it; the commands of the original's aurora_admin. (cli.md §12)
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "client/commands/options.h"
#include "client/context.h"
#include "client/engine_admin.h"
#include "client/sla.h"

namespace borealis::client {

// A verb about a cluster as a whole.
struct AdminOptions {
  std::string cluster;
  bool yes = false;
  DataFormat output = DataFormat::text;
};

struct SetQuotaOptions : AdminOptions {
  std::string role;
  ResourceAmounts amounts;
  bool increase = false;  // added to what is there
};

struct AdminQueryOptions : AdminOptions {
  TaskSearch search;
  std::string format = "%role%/%name%/%instanceId% %status%";
  bool force = false;
};

struct PruneOptions : AdminOptions {
  TaskSearch search;
};

struct ForceStateOptions : AdminOptions {
  std::string task_id;
  std::string state;
};

struct ReconcileOptions : AdminOptions {
  bool implicit = false;
  std::optional<int> batch_size;
};

struct RecoveryOptions : AdminOptions {
  std::string backup;              // stage
  std::set<std::string> task_ids;  // delete
};

struct ClusterConfigOptions : AdminOptions {
  bool shell = false;
  bool export_lines = false;
};

// Hosts as they are named on the command line, or one a line in a file.
struct HostOptions : AdminOptions {
  std::string filename;
  std::string hosts;
};

struct SlaDrainOptions : HostOptions {
  double percentage = 95;
  std::chrono::seconds duration{30 * 60};
  std::chrono::seconds force_after{7 * 24 * 3600};
};

struct DrainOptions : HostOptions {
  Grouping grouping = Grouping::by_host;
  SlaDemand demand;             // of jobs with at least `min_instances` production instances
  std::string override_reason;  // why `demand` isn't the usual one
  std::size_t min_instances = 20;
  std::string post_drain_script;
  std::string unsafe_hosts_file;
  std::chrono::seconds timeout{5 * 60};  // for one group
};

struct SafeDomainOptions : AdminOptions {
  SlaDemand demand;
  Grouping grouping = Grouping::by_host;
  std::size_t min_instances = 10;
  bool list_jobs = false;
  std::string include_file, include_hosts, exclude_file, exclude_hosts;
  std::string override_file;
};

struct ProbeOptions : HostOptions {
  SlaDemand demand;
  Grouping grouping = Grouping::by_host;
  std::size_t min_instances = 10;
};

int run_admin_set_quota(const SetQuotaOptions& options, Context& context);
int run_admin_query(const AdminQueryOptions& options, Context& context);
int run_admin_prune_tasks(const PruneOptions& options, Context& context);
int run_admin_force_task_state(const ForceStateOptions& options, Context& context);
int run_admin_reconcile_tasks(const ReconcileOptions& options, Context& context);
int run_admin_backup_now(const AdminOptions& options, Context& context);
int run_admin_list_backups(const AdminOptions& options, Context& context);
int run_admin_stage_recovery(const RecoveryOptions& options, Context& context);
int run_admin_print_recovery_tasks(const AdminOptions& options, Context& context);
int run_admin_delete_recovery_tasks(const RecoveryOptions& options, Context& context);
int run_admin_commit_recovery(const AdminOptions& options, Context& context);
int run_admin_unload_recovery(const AdminOptions& options, Context& context);
int run_admin_snapshot(const AdminOptions& options, Context& context);
int run_admin_get_cluster_config(const ClusterConfigOptions& options, Context& context);
int run_admin_get_scheduler(const AdminOptions& options, Context& context);
int run_admin_host_status(const HostOptions& options, Context& context);
int run_admin_host_deactivate(const HostOptions& options, Context& context);
int run_admin_host_activate(const HostOptions& options, Context& context);
int run_admin_host_drain(const DrainOptions& options, Context& context);
int run_admin_sla_host_drain(const SlaDrainOptions& options, Context& context);
int run_admin_sla_list_safe_domain(const SafeDomainOptions& options, Context& context);
int run_admin_sla_probe_hosts(const ProbeOptions& options, Context& context);

}  // namespace borealis::client
