// What a role may use, and what it uses. (api.md §16)
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "cluster/amounts.h"
#include "cluster/cron_jobs.h"
#include "cluster/tasks.h"
#include "cluster/updates.h"

namespace borealis::cluster {

class Quotas {
 public:
  // Zero when none was ever set.
  Amounts of(const std::string& role) const;
  void set(const std::string& role, const Amounts& amounts);
  const std::map<std::string, Amounts>& all() const { return by_role_; }

  // Roles that changed since the last commit.
  std::set<std::string>& touched() { return touched_; }

 private:
  std::map<std::string, Amounts> by_role_;
  std::set<std::string> touched_;
};

// Which of a role's tasks are counted together: by tier, and by whether they ask for dedicated hosts.
struct ResourceClass {
  bool production = true;
  bool dedicated = false;
};
bool belongs(const api::TaskConfig& config, ResourceClass which);

// What is about to happen, counted as if it were so already.
struct Intention {
  JobId job;
  const api::JobUpdateInstructions* update = nullptr;  // of this job
  const api::JobConfiguration* cron = nullptr;         // the template that this job gets
};

// Computes the use of one role.
class Consumption {
 public:
  Consumption(const Tasks& tasks, const Updates& updates, const CronJobs& crons)
      : tasks_(tasks), updates_(updates), crons_(crons) {}
  Amounts of(const std::string& role, ResourceClass which, const Intention& intention = {}) const;

 private:
  const Tasks& tasks_;
  const Updates& updates_;
  const CronJobs& crons_;
};

// nullopt: `use` is within `quota`. Else the message of the refusal.
std::optional<std::string> exceeds(const Amounts& use, const Amounts& quota);

api::ResourceAggregate to_aggregate(const Amounts& amounts);
// Those of an aggregate that holds exactly one of each.
std::optional<Amounts> from_aggregate(const api::ResourceAggregate& aggregate);

}  // namespace borealis::cluster
