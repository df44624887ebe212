#include "client/sla.h"

#include <algorithm>
#include <cmath>

namespace borealis::client {

namespace {

// Of the first RUNNING event.
std::optional<std::int64_t> running_since(const TaskStatus& task) {
  for (const TaskEvent& event : task.events) {
    if (event.state == "RUNNING") return event.time_ms;
  }
  return std::nullopt;
}

}  // namespace

Uptimes::Uptimes(const std::vector<const TaskStatus*>& tasks, std::int64_t now_ms) : tasks_(tasks.size()) {
  for (const TaskStatus* task : tasks) {
    if (const auto since = running_since(*task)) seconds_.push_back(std::max<std::int64_t>(now_ms - *since, 0) / 1000);
  }
  std::sort(seconds_.begin(), seconds_.end());
}

std::size_t Uptimes::count_up(std::chrono::seconds duration) const {
  return static_cast<std::size_t>(seconds_.end() -
                                  std::lower_bound(seconds_.begin(), seconds_.end(), duration.count()));
}

double Uptimes::percentage_up(std::chrono::seconds duration, std::optional<std::size_t> total) const {
  const std::size_t all = total.value_or(tasks_);
  return all == 0 ? 0 : 100.0 * static_cast<double>(count_up(duration)) / static_cast<double>(all);
}

std::chrono::seconds Uptimes::at_percentile(double percentile) const {
  if (seconds_.empty()) return std::chrono::seconds(0);
  const std::size_t below =
      static_cast<std::size_t>(std::floor(percentile / 100 * static_cast<double>(seconds_.size())));
  return std::chrono::seconds(seconds_[seconds_.size() - std::min(below, seconds_.size() - 1) - 1]);
}

std::optional<std::chrono::seconds> Uptimes::wait_until(double percentage, std::chrono::seconds duration,
                                                        std::size_t total) const {
  if (percentage_up(duration, total) >= percentage) return std::chrono::seconds(0);
  const auto needed = static_cast<std::size_t>(std::ceil(static_cast<double>(total) * percentage / 100));
  if (needed == 0 || needed > seconds_.size()) return std::nullopt;
  return duration - std::chrono::seconds(seconds_[seconds_.size() - needed]);
}

bool GroupSla::safe() const {
  return std::all_of(jobs.begin(), jobs.end(), [](const HostSla& job) { return job.safe; });
}

std::vector<std::vector<std::string>> group_hosts(const std::set<std::string>& hosts, Grouping grouping) {
  std::vector<std::vector<std::string>> groups;
  if (hosts.empty()) return groups;
  if (grouping == Grouping::none) return {{hosts.begin(), hosts.end()}};
  for (const std::string& host : hosts) groups.push_back({host});
  return groups;
}

ClusterSla::ClusterSla(const std::vector<AdminTask>& live, std::size_t min_instances, std::int64_t now_ms)
    : now_ms_(now_ms) {
  for (const AdminTask& task : live) {
    if (task.production) by_job_[task.status.key.text()].push_back(task.status);
  }
  std::erase_if(by_job_, [&](const auto& job) { return job.second.size() < min_instances; });
}

std::vector<std::string> ClusterSla::hosts() const {
  std::set<std::string> hosts;
  for (const auto& [key, tasks] : by_job_) {
    for (const TaskStatus& task : tasks) hosts.insert(task.host);
  }
  return {hosts.begin(), hosts.end()};
}

GroupSla ClusterSla::simulate_group(const std::vector<std::string>& group, const SlaDemand& demand,
                                    const SlaDemands& overrides) const {
  GroupSla result{group, {}};
  for (const auto& [key, tasks] : by_job_) {
    HostSla sla;
    std::set<std::string> hosts;
    std::vector<const TaskStatus*> left;
    for (const TaskStatus& task : tasks) {
      if (std::binary_search(group.begin(), group.end(), task.host)) {
        hosts.insert(task.host);
      } else {
        left.push_back(&task);
      }
    }
    if (hosts.empty()) continue;
    const auto own = overrides.find(key);
    sla.job = key;
    sla.hosts.assign(hosts.begin(), hosts.end());
    sla.demand = own == overrides.end() ? demand : own->second;
    const Uptimes uptimes(left, now_ms_);
    sla.predicted = uptimes.percentage_up(sla.demand.duration, tasks.size());
    sla.safe = sla.predicted >= sla.demand.percentage;
    sla.wait = uptimes.wait_until(sla.demand.percentage, sla.demand.duration, tasks.size());
    result.jobs.push_back(std::move(sla));
  }
  return result;
}

std::vector<GroupSla> ClusterSla::simulate(const std::set<std::string>& hosts, Grouping grouping,
                                           const SlaDemand& demand, const SlaDemands& overrides) const {
  std::vector<GroupSla> groups;
  for (const auto& group : group_hosts(hosts, grouping)) groups.push_back(simulate_group(group, demand, overrides));
  return groups;
}

}  // namespace borealis::client
