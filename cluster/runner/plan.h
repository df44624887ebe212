// Which process of a task may run now: the pure half of the supervisor. (runner.md §3)
//
// A task has two plans, one of its regular and one of its final processes. A plan knows no clock, no process and no
// file: it is told what started and what ended, and answers what may start.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "cluster/runner/clock.h"
#include "schema/job.h"
#include "schema/plan.h"

namespace borealis::runner {

// How a run ended. Being killed by a signal or getting lost is no failure.
enum class RunEnd : std::uint8_t { success, failure, interrupted };

class Plan {
 public:
  // Total runs of one process, however they end.
  static constexpr int kRunLimit = 100;

  // `task` must be free of schema::plan_problems() and outlive the plan.
  Plan(const schema::Task& task, schema::PlanKind kind);

  std::size_t size() const { return nodes_.size(); }
  const schema::Process& process(std::size_t i) const { return *nodes_[i].process; }

  // What to start now, as far as max_concurrency allows.
  std::vector<std::size_t> startable(Instant now) const;
  // When the next process that is waiting for its min_duration becomes ready; none if nothing waits.
  std::optional<Instant> next_ready(Instant now) const;

  void started(std::size_t i);
  void ended(std::size_t i, RunEnd how, Instant now);

  // Everything has finished or failed, apart from ephemeral processes.
  bool complete() const;
  // Not complete, and nothing runs or could ever run.
  bool deadlocked() const;
  // Neither deadlocked nor out of allowed failures (task.max_failures).
  bool healthy() const;

  bool failed(std::size_t i) const { return nodes_[i].state == State::failed; }
  std::size_t failed_count() const;
  int runs(std::size_t i) const { return nodes_[i].runs; }

 private:
  enum class State : std::uint8_t { idle, running, finished, failed };
  struct Node {
    const schema::Process* process = nullptr;
    std::vector<std::size_t> after;  // its predecessors
    State state = State::idle;
    int failures = 0;
    int runs = 0;  // ended ones
    std::optional<Instant> last_end;
  };

  bool runnable(const Node& node) const;
  static Instant ready_at(const Node& node);
  std::size_t running() const;

  std::vector<Node> nodes_;
  std::int64_t max_failures_;
  std::int64_t max_concurrency_;
};

}  // namespace borealis::runner
