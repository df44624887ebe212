// What a cluster with cron can do beside scheduling a job, which is Engine::plan and apply. Errors as in
// client/engine.h. (api.md §15, cli.md §9)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lang/result.h"
#include "schema/job.h"

namespace borealis::client {

// A job with a schedule.
struct CronEntry {
  schema::JobKey key;
  std::string schedule;          // five fields, as it was given
  std::string collision_policy;  // KILL_EXISTING, CANCEL_NEW
  int instances = 0;
  std::int64_t next_run_ms = 0;  // 0: the cluster doesn't say
};

class CronEngine {
 public:
  virtual ~CronEngine() = default;

  // The scheduled jobs of a role, or of all roles, by key.
  virtual lang::Result<std::vector<CronEntry>> entries(const std::optional<std::string>& role) = 0;
  // Starts a run now, as the schedule would. `not_found`: no job of that key is scheduled.
  virtual lang::Status start(const schema::JobKey& key) = 0;
  // Ends the schedule; what runs goes on. `not_found`: no job of that key is scheduled.
  virtual lang::Status deschedule(const schema::JobKey& key) = 0;
};

}  // namespace borealis::client
