// Cron jobs: their templates, and when they run. (api.md §15)
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "cluster/config.h"
#include "cluster/task_machine.h"
#include "schema/cron.h"

namespace borealis::cluster {

struct CronJob {
  api::JobConfiguration config;  // validated; the template of each run
  schema::CronSchedule schedule;
  std::optional<Millis> next;  // nothing: never
  // A run that waits for the end of the one before (KILL_EXISTING).
  struct Waiting {
    Millis check = 0;  // when to look again
    Millis backoff = 0;
  };
  std::optional<Waiting> waiting;
};

class CronJobs {
 public:
  // Adds a template or puts another in its place. A run that waits goes on waiting, with the new template.
  void put(const JobId& job, const api::JobConfiguration& config, const schema::CronSchedule& schedule, Millis now);
  void erase(const JobId& job);
  CronJob* find(const JobId& job);
  const CronJob* find(const JobId& job) const;
  const std::map<JobId, std::unique_ptr<CronJob>>& all() const { return jobs_; }
  std::map<JobId, const CronJob*> of_role(const std::string& role) const;

  // Those that changed since the last commit.
  std::set<JobId>& touched() { return touched_; }

 private:
  std::map<JobId, std::unique_ptr<CronJob>> jobs_;
  std::set<JobId> touched_;
};

// Fires them.
class CronRunner {
 public:
  CronRunner(CronJobs& jobs, Tasks& tasks, TaskMachine& machine, ConfigTable& configs, const Clock& clock)
      : jobs_(jobs), tasks_(tasks), machine_(machine), configs_(configs), clock_(clock) {}

  // A run is due, by the clock or by a call: starts it, or does what the collision policy says.
  void fire(const JobId& job, CronJob& cron);
  // Fires those that are due. Runs that were missed while nobody looked are made up by none.
  void run_timers();
  // When run_timers() has something to do; nothing: never.
  std::optional<Millis> next_due() const;

 private:
  void launch(const JobId& job, const CronJob& cron);
  void check_waiting(const JobId& job, CronJob& cron);

  CronJobs& jobs_;
  Tasks& tasks_;
  TaskMachine& machine_;
  ConfigTable& configs_;
  const Clock& clock_;
};

}  // namespace borealis::cluster
