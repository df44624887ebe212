// How much of a job is up for how long, and what would be left if hosts went down: computed from the tasks' events as
// the original client does. Pure functions. (cli.md §11, §12 "client-side SLA arithmetic")
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "client/engine_admin.h"

namespace borealis::client {

// The live tasks of one job.
class Uptimes {
 public:
  // Of `tasks`, at a point in time. A task that has not run yet counts, with no uptime.
  Uptimes(const std::vector<const TaskStatus*>& tasks, std::int64_t now_ms);

  // Percentage of `total` (nothing: of these tasks) that is up for at least so long; 0 when there are none.
  double percentage_up(std::chrono::seconds duration, std::optional<std::size_t> total = std::nullopt) const;
  std::size_t count_up(std::chrono::seconds duration) const;
  // How long at least `percentile` percent of the tasks that run are up, 0 < percentile < 100; 0 when none runs.
  std::chrono::seconds at_percentile(double percentile) const;
  // When `percentage` of `total` will be up for `duration`, if nothing fails: 0 when it is so now; nothing: never.
  std::optional<std::chrono::seconds> wait_until(double percentage, std::chrono::seconds duration,
                                                 std::size_t total) const;
  std::size_t tasks() const { return tasks_; }

 private:
  std::size_t tasks_;
  std::vector<std::int64_t> seconds_;  // ascending
};

// What of a job must be up for how long.
struct SlaDemand {
  double percentage = 95;
  std::chrono::seconds duration{30 * 60};
};
using SlaDemands = std::map<std::string, SlaDemand>;  // by job key

// What became of one job if the hosts of a group went down.
struct HostSla {
  std::string job;
  std::vector<std::string> hosts;  // of the group, where the job has tasks
  double predicted = 0;            // percentage up
  SlaDemand demand;
  bool safe = false;
  std::optional<std::chrono::seconds> wait;  // until it would be safe; nothing: never
};
struct GroupSla {
  std::vector<std::string> hosts;  // of the group, sorted
  std::vector<HostSla> jobs;       // those that have tasks there, by key
  bool safe() const;
};

enum class Grouping : std::uint8_t { by_host, none };

// Where live production tasks of jobs run that have at least so many of them.
class ClusterSla {
 public:
  ClusterSla(const std::vector<AdminTask>& live, std::size_t min_instances, std::int64_t now_ms);

  // Hosts with such tasks, sorted.
  std::vector<std::string> hosts() const;
  // What happens if `hosts` went down, a group at a time. `overrides` go before `demand`.
  std::vector<GroupSla> simulate(const std::set<std::string>& hosts, Grouping grouping, const SlaDemand& demand,
                                 const SlaDemands& overrides = {}) const;

 private:
  GroupSla simulate_group(const std::vector<std::string>& group, const SlaDemand& demand,
                          const SlaDemands& overrides) const;

  std::map<std::string, std::vector<TaskStatus>> by_job_;
  std::int64_t now_ms_;
};

// Each host alone, or all as one.
std::vector<std::vector<std::string>> group_hosts(const std::set<std::string>& hosts, Grouping grouping);

}  // namespace borealis::client
