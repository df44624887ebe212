// What every kind of cluster can do, as the commands see it. Nothing here is of one kind's API: `aurora/` implements it
// for the scheduler's Thrift API, and the embedded cluster is reached through the very same engine.
//
// Calls block, are bounded in time, and fail with an Error whose class is the exit code:
//   findings     the cluster refused the request (its words are in the message)
//   conflict     an update is in progress, the name is taken, the job changed since the plan
//   unreachable  no answer; the message says whether the request may have been carried out
//   not_found, denied, interrupted
// An engine is used by one thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "client/keys.h"
#include "client/plan.h"
#include "client/updates.h"
#include "lang/data.h"
#include "lang/result.h"
#include "schema/job.h"

namespace borealis::client {

// A job as evaluated: read (`job`) and as plain data (`data`, an Object MesosJob), both without open references other
// than the run-time ones.
struct JobDraft {
  schema::Job job;
  lang::Data data;
};

struct Capabilities {
  std::string kind;            // "aurora"
  bool rolling_update = true;  // the cluster itself rolls forward and back
  bool cron = true;
  bool metadata = true;
};

// ---- apply and watch ----

struct ApplyOptions {
  std::string message;  // kept with the update
  // A new job comes as an update as well: it is started in the update's batches, and what fails is taken back.
  bool as_update = false;
};

// What was set going.
struct Handle {
  schema::JobKey key;
  PlanAction action = PlanAction::unchanged;
  std::string update_id;  // of an update; empty for a created job and for cron
  int wanted_instances = 0;
  bool service = true;
  // The limits of the job's update_config, which a created job is watched by, too.
  std::chrono::seconds watch_time{0};
  int max_failures_per_instance = 0;
  int max_failed_instances = 0;
  // Ids of tasks that were there before: history of an older job of that name.
  std::set<std::string> earlier_tasks;
};

// Waits so long; false when the command is to stop (Ctrl-C). client/interrupt.h has one.
using Pause = std::function<bool(std::chrono::milliseconds)>;

struct WatchOptions {
  std::chrono::seconds timeout{30 * 60};
  bool ignore_watch_time = false;  // done as soon as everything runs
  int beside = 0;                  // instances that this program watches at the same time elsewhere
  Pause pause;
};

// One job under watch. The counts are of instances and add up to `total`.
struct Progress {
  schema::JobKey key;
  int total = 0;
  int pending = 0;   // not yet placed, or waiting to be started anew
  int starting = 0;  // placed, not yet running
  int running = 0;   // running, not yet for the watch time
  int done = 0;      // running for the watch time (an update: updated), or finished
  int failed = 0;
  std::string update_status;              // ROLLING_FORWARD ...; empty when there is no update
  std::vector<std::string> wait_reasons;  // why instances are pending, most frequent first: "Insufficient: CPU (3)"
};

// Something that happened: a task changed its state, an update or an instance of it did.
struct WatchEvent {
  schema::JobKey key;
  std::int64_t time_ms = 0;
  int instance = -1;  // -1: the update as a whole
  std::string task_id;
  std::string state;    // RUNNING, FAILED, INSTANCE_UPDATED, ROLLING_BACK ...
  std::string message;  // the cluster's words; may be empty
  std::string host;
  bool bad = false;  // a failure
};

class WatchSink {
 public:
  virtual ~WatchSink() = default;
  virtual void event(const WatchEvent& event) = 0;
  virtual void progress(const std::vector<Progress>& jobs) = 0;
};

// ---- status ----

struct TaskEvent {
  std::int64_t time_ms = 0;
  std::string state;
  std::string message;
};

struct TaskStatus {
  schema::JobKey key;
  int instance = 0;
  std::string task_id;
  std::string state;    // PENDING, RUNNING, FAILED ...
  bool active = false;  // not terminal
  bool running = false;
  std::string host;  // empty until assigned
  std::vector<std::pair<std::string, int>> ports;
  std::vector<TaskEvent> events;  // oldest first
  int failure_count = 0;
  int max_failures = 1;  // -1: no limit
  bool service = false;
  double cpu = 0;
  std::int64_t ram_mb = 0;
  std::int64_t disk_mb = 0;
  std::int64_t gpus = 0;
  std::vector<std::string> named_ports;
  std::vector<std::pair<std::string, std::string>> metadata;
  std::string ancestor;        // the task that this one replaces
  std::string pending_reason;  // filled when asked for
  lang::Data raw;              // the API's own message as data, for --output json (cli.md §7.9)

  // The message of the newest event that has one.
  const std::string& last_message() const;
};

enum class WatchResult : std::uint8_t { done, failed, rolled_back, aborted, timed_out, interrupted };

struct WatchOutcome {
  schema::JobKey key;
  WatchResult result = WatchResult::done;
  std::string message;              // why it is not `done`: one sentence
  std::vector<TaskStatus> failing;  // up to 5 tasks that show why
};

struct TaskFilter {
  std::optional<Instances> instances;
  bool active_only = false;
  bool pending_reasons = false;
};

// How many tasks of a job are in which state.
struct JobSummary {
  schema::JobKey key;
  bool cron = false;
  std::string cron_schedule;
  int active = 0;
  int pending = 0;
  int failed = 0;
  int finished = 0;
  std::int64_t next_cron_run_ms = 0;  // 0 for a job that is no cron job
};

struct KillOutcome {
  bool nothing_to_kill = false;
  std::vector<std::string> notes;  // the cluster's words
};

class Engine : public Updates {
 public:
  virtual Capabilities capabilities() const = 0;

  // The job with what only the cluster knows filled in (tier, production): what would be sent. Nothing is changed.
  virtual lang::Result<JobDraft> prepare(const JobDraft& draft) = 0;
  // The cluster validates the job and says what would change. A job that the cluster would refuse is `findings`.
  virtual lang::Result<JobPlan> plan(const JobDraft& draft, const PlanOptions& options = {}) = 0;
  // What runs under a key, for PlanOptions::compare_with; `not_found` when nothing does.
  virtual lang::Result<std::shared_ptr<const EnginePayload>> running(const schema::JobKey& key) = 0;
  // A plan's payload as plain data, and back. A text that no engine of this kind wrote is `findings`.
  virtual lang::Result<lang::Data> save(const JobPlan& plan) = 0;
  virtual lang::Result<std::shared_ptr<const EnginePayload>> load(const JobPlan& plan, const lang::Data& saved) = 0;
  // Carries out a plan of this engine. `conflict` when the job moved since.
  virtual lang::Result<Handle> apply(const JobPlan& plan, const ApplyOptions& options = {}) = 0;
  // Creates the job (cron: schedules it); `conflict` when it is there already.
  virtual lang::Result<Handle> create(const JobDraft& draft) = 0;
  // Follows what was set going until every one is done, failed or time is up. One outcome a handle, in their order.
  virtual lang::Result<std::vector<WatchOutcome>> watch(const std::vector<Handle>& handles, const WatchOptions& options,
                                                        WatchSink& sink) = 0;

  // The tasks of a job, active ones and history, by instance and then oldest first. An unknown job has none.
  virtual lang::Result<std::vector<TaskStatus>> tasks(const schema::JobKey& key, const TaskFilter& filter = {}) = 0;
  // The jobs of a role, or of all roles: by key, also those with only history left when `with_history`.
  virtual lang::Result<std::vector<JobSummary>> jobs(const std::optional<std::string>& role,
                                                     bool with_history = false) = 0;

  // Asks for the end of the given instances (nothing: all; an empty list is ErrorClass::usage). Returns at once.
  virtual lang::Result<KillOutcome> kill(const schema::JobKey& key, const std::optional<Instances>& instances,
                                         const std::string& message) = 0;
  // Waits until none of them is active any more; answers those that still are when time was up.
  virtual lang::Result<Instances> wait_until_gone(const schema::JobKey& key, const std::optional<Instances>& instances,
                                                  std::chrono::seconds timeout, const Pause& pause) = 0;
  virtual lang::Status restart(const schema::JobKey& key, const Instances& instances) = 0;
  // `count` more instances like `like_instance`.
  virtual lang::Status add_instances(const schema::JobKey& key, int like_instance, int count) = 0;
};

}  // namespace borealis::client
