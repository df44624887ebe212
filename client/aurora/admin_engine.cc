#include "client/aurora/admin_engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "client/api/names.h"
#include "client/api/plain_json.h"
#include "client/aurora/scheduler.h"
#include "client/aurora/scheduler_admin.h"
#include "client/aurora/tasks.h"

namespace borealis::client {

bool is_task_state(const std::string& name) {
  return api::schedule_status(name).has_value();
}
bool is_terminal_state(const std::string& name) {
  const auto state = api::schedule_status(name);
  return state && api::is_terminal(*state);
}
bool is_active_state(const std::string& name) {
  const auto state = api::schedule_status(name);
  return state && api::is_active(*state);
}
bool is_live_state(const std::string& name) {
  const auto state = api::schedule_status(name);
  return state && api::is_live(*state);
}
std::vector<std::string> task_states() {
  std::vector<std::string> names;
  for (const auto* states : {&api::active_states(), &api::terminal_states()}) {
    for (const auto state : *states) names.push_back(api::name_of(state));
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace borealis::client

namespace borealis::client::aurora {
namespace {

lang::Status as_status(const lang::Result<Done>& done) {
  if (!done) return done.error();
  return lang::Unit{};
}

ResourceAmounts amounts_of(const api::ResourceAggregate& aggregate) {
  ResourceAmounts amounts;
  for (const api::Resource& resource : aggregate.resources) {
    if (resource.__isset.numCpus) amounts.cpu = resource.numCpus;
    if (resource.__isset.ramMb) amounts.ram_mb = resource.ramMb;
    if (resource.__isset.diskMb) amounts.disk_mb = resource.diskMb;
  }
  return amounts;
}

api::ResourceAggregate to_aggregate(const ResourceAmounts& amounts) {
  api::Resource cpu;
  cpu.__set_numCpus(amounts.cpu);
  api::Resource ram;
  ram.__set_ramMb(amounts.ram_mb);
  api::Resource disk;
  disk.__set_diskMb(amounts.disk_mb);
  api::ResourceAggregate aggregate;
  aggregate.__set_resources({cpu, ram, disk});
  return aggregate;
}

api::TaskQuery to_query(const TaskSearch& search) {
  api::TaskQuery query;
  if (!search.role.empty()) query.__set_role(search.role);
  if (!search.environment.empty()) query.__set_environment(search.environment);
  if (!search.job.empty()) query.__set_jobName(search.job);
  if (!search.instances.empty()) query.__set_instanceIds({search.instances.begin(), search.instances.end()});
  if (!search.hosts.empty()) query.__set_slaveHosts(search.hosts);
  if (!search.task_ids.empty()) query.__set_taskIds(search.task_ids);
  if (search.limit) query.__set_limit(*search.limit);
  std::set<api::ScheduleStatus::type> states;
  for (const std::string& name : search.states) {
    if (const auto state = api::schedule_status(name)) states.insert(*state);
  }
  if (!states.empty()) query.__set_statuses(states);
  return query;
}

HostModes to_modes(const std::vector<api::HostStatus>& statuses) {
  HostModes modes;
  for (const api::HostStatus& status : statuses) modes.push_back({status.host, api::name_of(status.mode)});
  std::sort(modes.begin(), modes.end(), [](const HostMode& a, const HostMode& b) { return a.host < b.host; });
  return modes;
}

lang::Result<HostModes> to_modes(lang::Result<std::vector<api::HostStatus>> statuses) {
  if (!statuses) return std::move(statuses).error();
  return to_modes(*statuses);
}

class SchedulerAdministration : public AdminEngine {
 public:
  SchedulerAdministration(Connection reads, Connection admin, std::string cluster)
      : scheduler_(std::move(reads)), admin_(std::move(admin)), cluster_(std::move(cluster)) {}

  lang::Result<std::string> leader() override;

  lang::Result<QuotaReport> quota(const std::string& role) override;
  lang::Status set_quota(const std::string& role, const ResourceAmounts& amounts) override {
    return as_status(admin_.set_quota(role, to_aggregate(amounts)));
  }

  lang::Result<std::vector<AdminTask>> tasks(const TaskSearch& search) override {
    return to_tasks(scheduler_.tasks_without_configs(to_query(search)));
  }
  lang::Result<std::vector<AdminTask>> live_tasks() override;
  lang::Status force_task_state(const std::string& task_id, const std::string& state) override;
  lang::Status prune(const TaskSearch& search) override { return as_status(admin_.prune_tasks(to_query(search))); }

  lang::Result<HostModes> host_modes(const Hosts& hosts) override { return to_modes(admin_.maintenance_status(hosts)); }
  lang::Result<HostModes> start_maintenance(const Hosts& hosts) override {
    return to_modes(admin_.start_maintenance(hosts));
  }
  lang::Result<HostModes> end_maintenance(const Hosts& hosts) override {
    return to_modes(admin_.end_maintenance(hosts));
  }
  lang::Result<HostModes> drain(const Hosts& hosts) override { return to_modes(admin_.drain_hosts(hosts)); }
  lang::Result<HostModes> sla_drain(const Hosts& hosts, double percentage, std::chrono::seconds duration,
                                    std::chrono::seconds timeout) override;

  lang::Status back_up() override { return as_status(admin_.perform_backup()); }
  lang::Result<std::vector<std::string>> backups() override { return admin_.backups(); }
  lang::Status stage_recovery(const std::string& backup) override { return as_status(admin_.stage_recovery(backup)); }
  lang::Result<std::vector<AdminTask>> recovery_tasks() override;
  lang::Status delete_recovery_tasks(const std::set<std::string>& task_ids) override;
  lang::Status commit_recovery() override { return as_status(admin_.commit_recovery()); }
  lang::Status unload_recovery() override { return as_status(admin_.unload_recovery()); }
  lang::Status snapshot() override { return as_status(admin_.snapshot()); }
  lang::Status reconcile_explicitly(std::optional<int> batch_size) override {
    return as_status(admin_.reconcile_explicitly(batch_size));
  }
  lang::Status reconcile_implicitly() override { return as_status(admin_.reconcile_implicitly()); }

 private:
  lang::Result<std::vector<AdminTask>> to_tasks(lang::Result<std::vector<api::ScheduledTask>> found) const;

  Scheduler scheduler_;
  SchedulerAdmin admin_;
  std::string cluster_;
};

lang::Result<std::string> SchedulerAdministration::leader() {
  // Any call that changes nothing: it says whether somebody leads.
  if (auto tiers = scheduler_.tiers(); !tiers) return tiers.error();
  const std::string& url = scheduler_.url();
  return url.substr(0, url.rfind("/api"));
}

lang::Result<QuotaReport> SchedulerAdministration::quota(const std::string& role) {
  auto result = scheduler_.quota(role);
  if (!result) return result.error();
  QuotaReport report;
  report.allocated = amounts_of(result->quota);
  if (result->__isset.prodSharedConsumption) report.prod_shared = amounts_of(result->prodSharedConsumption);
  if (result->__isset.prodDedicatedConsumption) report.prod_dedicated = amounts_of(result->prodDedicatedConsumption);
  if (result->__isset.nonProdSharedConsumption) report.non_prod_shared = amounts_of(result->nonProdSharedConsumption);
  if (result->__isset.nonProdDedicatedConsumption)
    report.non_prod_dedicated = amounts_of(result->nonProdDedicatedConsumption);
  report.raw = api::to_data(*result);
  return report;
}

lang::Result<std::vector<AdminTask>> SchedulerAdministration::to_tasks(
    lang::Result<std::vector<api::ScheduledTask>> found) const {
  if (!found) return std::move(found).error();
  std::vector<AdminTask> tasks;
  for (const api::ScheduledTask& task : *found)
    tasks.push_back({to_status(task, cluster_, true), task.assignedTask.task.production});
  const auto order = [](const AdminTask& task) {
    const TaskStatus& status = task.status;
    return std::tuple(status.key.text(), status.instance, status.events.empty() ? 0 : status.events.front().time_ms);
  };
  std::stable_sort(tasks.begin(), tasks.end(),
                   [&](const AdminTask& a, const AdminTask& b) { return order(a) < order(b); });
  return tasks;
}

lang::Result<std::vector<AdminTask>> SchedulerAdministration::live_tasks() {
  TaskSearch search;
  for (const auto state : api::active_states()) {
    if (api::is_live(state)) search.states.insert(api::name_of(state));
  }
  return tasks(search);
}

lang::Status SchedulerAdministration::force_task_state(const std::string& task_id, const std::string& state) {
  const auto status = api::schedule_status(state);
  if (!status) return lang::Error{lang::ErrorClass::usage, fmt::format("'{}' is no state of a task", state), {}, {}};
  return as_status(admin_.force_task_state(task_id, *status));
}

lang::Result<HostModes> SchedulerAdministration::sla_drain(const Hosts& hosts, double percentage,
                                                           std::chrono::seconds duration,
                                                           std::chrono::seconds timeout) {
  api::PercentageSlaPolicy percent;
  percent.__set_percentage(percentage);
  percent.__set_durationSecs(duration.count());
  api::SlaPolicy policy;
  policy.__set_percentageSlaPolicy(percent);
  return to_modes(admin_.sla_drain_hosts(hosts, policy, timeout.count()));
}

lang::Result<std::vector<AdminTask>> SchedulerAdministration::recovery_tasks() {
  api::TaskQuery query;
  query.__set_statuses(api::active_states());
  return to_tasks(admin_.recovery_tasks(query));
}

lang::Status SchedulerAdministration::delete_recovery_tasks(const std::set<std::string>& task_ids) {
  if (task_ids.empty()) return lang::Error{lang::ErrorClass::usage, "no tasks are given", {}, {}};
  api::TaskQuery query;
  query.__set_taskIds(task_ids);
  return as_status(admin_.delete_recovery_tasks(query));
}

}  // namespace

std::unique_ptr<AdminEngine> make_admin_engine(Connection reads, Connection admin, const std::string& cluster) {
  return std::make_unique<SchedulerAdministration>(std::move(reads), std::move(admin), cluster);
}

}  // namespace borealis::client::aurora
