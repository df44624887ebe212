#include "cluster/quota.h"

#include <algorithm>

#include "client/api/convert.h"
#include "cluster/config.h"
#include "fmt/format.h"

namespace borealis::cluster {

namespace {

std::int64_t size_of(const std::set<api::Range>& ranges) {
  std::int64_t size = 0;
  for (const api::Range& range : ranges) size += range.last - range.first + 1;
  return size;
}

Amounts needed_by(const api::InstanceTaskConfig& group, ResourceClass which) {
  return belongs(group.task, which) ? amounts_of(group.task) * size_of(group.instances) : Amounts{};
}

// An update counts with the larger of what was and what shall be.
Amounts needed_by(const api::JobUpdateInstructions& update, ResourceClass which) {
  Amounts before;
  for (const api::InstanceTaskConfig& group : update.initialState) before += needed_by(group, which);
  const Amounts after = update.__isset.desiredState ? needed_by(update.desiredState, which) : Amounts{};
  return most(before, after);
}

std::set<int> instances_of(const api::JobUpdateInstructions& update) {
  std::set<int> out;
  const auto add = [&](const std::set<api::Range>& ranges) {
    for (const int id : api::from_ranges(ranges)) out.insert(id);
  };
  for (const api::InstanceTaskConfig& group : update.initialState) add(group.instances);
  if (update.__isset.desiredState) add(update.desiredState.instances);
  return out;
}

std::optional<std::string> clause(const char* what, double used, double quota, const char* unit) {
  // Sums of fractions must not refuse what is within the quota to the eye. A quota that is no number limits nothing.
  constexpr double kRounding = 1e-9;
  if (!(used - quota > kRounding)) return std::nullopt;
  return fmt::format("{} quota exceeded by {:.2f} {}", what, used - quota, unit);
}

}  // namespace

Amounts Quotas::of(const std::string& role) const {
  const auto found = by_role_.find(role);
  return found == by_role_.end() ? Amounts{} : found->second;
}

void Quotas::set(const std::string& role, const Amounts& amounts) {
  by_role_[role] = amounts;
  touched_.insert(role);
}

bool belongs(const api::TaskConfig& config, ResourceClass which) {
  const bool dedicated =
      std::ranges::any_of(config.constraints, [](const api::Constraint& c) { return c.name == "dedicated"; });
  return is_production(config) == which.production && dedicated == which.dedicated;
}

Amounts Consumption::of(const std::string& role, ResourceClass which, const Intention& intention) const {
  Amounts sum;
  // Cron jobs with and without tasks: the larger of what a run takes and what runs.
  const auto count_cron = [&](const JobId& job, const api::JobConfiguration& wanted) {
    Amounts running;
    for (const auto& [instance, task] : tasks_.active(job)) {
      if (belongs(task->config->message, which)) running += task->config->needs;
    }
    Amounts run;
    if (belongs(wanted.taskConfig, which)) run = amounts_of(wanted.taskConfig) * wanted.instanceCount;
    sum += most(run, running);
  };
  for (const auto& [job, cron] : crons_.of_role(role)) {
    if (intention.cron == nullptr || job != intention.job) count_cron(job, cron->config);
  }
  if (intention.cron != nullptr) count_cron(intention.job, *intention.cron);

  const auto count_tasks = [&](const JobId& job, const std::set<int>& left_out) {
    for (const auto& [instance, task] : tasks_.active(job)) {
      if (!left_out.contains(instance) && belongs(task->config->message, which)) sum += task->config->needs;
    }
  };
  bool intended = intention.update == nullptr;
  for (auto at = tasks_.by_job().lower_bound({role, "", ""}); at != tasks_.by_job().end(); ++at) {
    const JobId& job = at->first;
    if (job.role != role) break;
    if (crons_.find(job) != nullptr || (intention.cron != nullptr && job == intention.job)) continue;
    if (intention.update != nullptr && job == intention.job) {
      intended = true;
      count_tasks(job, instances_of(*intention.update));
      sum += needed_by(*intention.update, which);
      continue;
    }
    const Update* update = updates_.active(job);
    count_tasks(job, update == nullptr ? std::set<int>{} : instances_of(update->details.update.instructions));
    if (update != nullptr) sum += needed_by(update->details.update.instructions, which);
  }
  if (!intended) sum += needed_by(*intention.update, which);
  return sum;
}

std::optional<std::string> exceeds(const Amounts& use, const Amounts& quota) {
  std::string text;
  const auto add = [&](const std::optional<std::string>& part) {
    if (part) text += (text.empty() ? "" : "; ") + *part;
  };
  add(clause("CPU", use.cpus, quota.cpus, "core(s)"));
  add(clause("RAM", static_cast<double>(use.ram_mb), static_cast<double>(quota.ram_mb), "MB"));
  add(clause("disk", static_cast<double>(use.disk_mb), static_cast<double>(quota.disk_mb), "MB"));
  if (text.empty()) return std::nullopt;
  return "Insufficient resource quota: " + text;
}

api::ResourceAggregate to_aggregate(const Amounts& amounts) {
  api::Resource cpus;
  cpus.__set_numCpus(amounts.cpus);
  api::Resource ram;
  ram.__set_ramMb(amounts.ram_mb);
  api::Resource disk;
  disk.__set_diskMb(amounts.disk_mb);
  api::ResourceAggregate out;
  out.__set_resources({cpus, ram, disk});
  return out;
}

std::optional<Amounts> from_aggregate(const api::ResourceAggregate& aggregate) {
  std::optional<double> cpus;
  std::optional<std::int64_t> ram;
  std::optional<std::int64_t> disk;
  for (const api::Resource& resource : aggregate.resources) {
    if (resource.__isset.numCpus) cpus = resource.numCpus;
    if (resource.__isset.ramMb) ram = resource.ramMb;
    if (resource.__isset.diskMb) disk = resource.diskMb;
  }
  if (!cpus || !ram || !disk || aggregate.resources.size() != 3) return std::nullopt;
  return Amounts{*cpus, *ram, *disk};
}

}  // namespace borealis::cluster
