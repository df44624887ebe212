// The supervisor of one task, from its start to the terminal line of its status file. (runner.md §5, §9 - §13)
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cluster/runner/bindings.h"
#include "cluster/runner/children.h"
#include "cluster/runner/disk_watch.h"
#include "cluster/runner/health_monitor.h"
#include "cluster/runner/journal.h"
#include "cluster/runner/lifecycle.h"
#include "cluster/runner/loop.h"
#include "cluster/runner/memory_watch.h"
#include "cluster/runner/plan.h"
#include "cluster/runner/process_runs.h"
#include "cluster/runner/sandbox.h"
#include "cluster/runner/task_group.h"
#include "schema/job.h"
#include "schema/launch.h"

namespace borealis::runner {

// Exit codes of the runner. (runner.md §15.1)
enum class ExitCode : int { normal = 0, internal = 101, invalid_task = 102, unknown = 103, already_ended = 105 };

class Supervisor {
 public:
  Supervisor(const schema::LaunchSpec& spec, int events_fd);

  // Runs the task to its end. Called once; the signals of a task must be blocked.
  ExitCode run();

 private:
  enum class Stage : std::uint8_t { active, cleaning, finalizing, ending, done };
  struct Outcome {
    Report report;
    std::string message;
  };

  // Before anything runs. A failure is the task's.
  std::optional<std::string> prepare();
  std::optional<std::string> read_task();
  bool write_header();
  ProcessRuns::Settings run_settings();
  void begin_checks();
  void report_running(const std::string& message);
  void take_signals();

  // Ends the task against its will: asks the task over HTTP, then processes by signal. `report` is what will be said.
  void stop_task(Outcome outcome);
  void stop_processes();
  void drop_task();

  // Does what is due in this stage, and moves on when the stage is over.
  void advance();
  void advance_active();
  void advance_cleaning();
  void advance_finalizing();
  void advance_ending();
  void enter_cleaning();
  void enter_finalizing();
  void enter_ending();
  void finish();

  void start_ready(Plan& plan);
  bool out_of_time() const;
  void set_deadline(Duration from_now);
  void end_checks();
  Outcome natural_outcome() const;
  std::string failure_reason() const;

  const schema::LaunchSpec& spec_;
  Loop loop_;
  Children children_;
  Journal journal_;
  Fd signals_;
  Sandbox sandbox_;
  Ports ports_;
  schema::Task task_;
  std::optional<TaskGroup> group_;
  std::optional<Plan> regular_;
  std::optional<Plan> final_;
  std::optional<ProcessRuns> runs_;
  std::unique_ptr<HealthMonitor> health_;
  std::unique_ptr<DiskWatch> disk_;
  std::unique_ptr<MemoryWatch> memory_;
  std::unique_ptr<Lifecycle> lifecycle_;

  Stage stage_ = Stage::active;
  bool running_reported_ = false;
  std::optional<Outcome> ordered_;         // what stop_task() was told to say
  std::optional<TaskState> forced_state_;  // KILLED or LOST: the end is not the plan's
  bool plan_healthy_ = true;               // when ACTIVE was left
  Instant deadline_ = Instant::max();
  Loop::TimerId deadline_timer_ = 0;
  Loop::TimerId ready_timer_ = 0;
};

}  // namespace borealis::runner
