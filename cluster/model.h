// What the cluster knows, in memory: plain structs.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cluster/clock.h"
#include "cluster/task_state.h"
#include "cluster/update_state.h"

namespace borealis::cluster {

// A job of this cluster. api::JobKey without its `__isset`, comparable.
struct JobId {
  std::string role;
  std::string environment;
  std::string name;

  std::string text() const { return role + "/" + environment + "/" + name; }
  friend auto operator<=>(const JobId&, const JobId&) = default;
};

JobId job_id(const api::JobKey& key);
api::JobKey job_key(const JobId& id);

struct Amounts {
  double cpus = 0;
  std::int64_t ram_mb = 0;
  std::int64_t disk_mb = 0;
};

// A task's configuration, normalized and shared by all instances that have it: two equal ones are one object.
struct Config {
  std::int64_t id = 0;  // in the store
  std::string bytes;    // Thrift binary of `message`
  api::TaskConfig message;
  JobId job;
  Amounts needs;
  std::vector<std::string> ports;  // names wanted
};
using ConfigPtr = std::shared_ptr<const Config>;

struct TaskEvent {
  Millis time = 0;
  TaskStatus status = api::ScheduleStatus::INIT;
  std::string message;
};

// One generation of one instance.
struct Task {
  std::string id;
  ConfigPtr config;
  int instance = 0;
  TaskStatus status = api::ScheduleStatus::INIT;
  int failures = 0;  // along the chain of ancestors
  int times_partitioned = 0;
  std::string ancestor;
  std::string host;                  // empty until ASSIGNED
  std::string agent_id;              // of the host
  std::string run;                   // UUID of the run directory; empty until ASSIGNED
  std::map<std::string, int> ports;  // assigned
  std::vector<TaskEvent> events;     // oldest first
  std::uint64_t place_in_line = 0;   // while it is PENDING

  const JobId& job() const { return config->job; }
};

// A job update with its history. `details` is what is stored and answered.
struct Update {
  api::JobUpdateDetails details;
  JobId job;
  std::string id;
  UpdateStatus status = api::JobUpdateStatus::ROLLING_FORWARD;  // that of the last event
};

}  // namespace borealis::cluster
