// The order of a task's processes: which ones must wait for which, and what makes such an order impossible.
// (schema.md §8.3, runner.md §3)
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/job.h"

namespace borealis::schema {

// A task has two plans: the one of its ordinary processes, and the one of its final processes, run afterwards.
enum class PlanKind : std::uint8_t { regular, finalizing };

// The processes of one plan and which must have finished before which. Of processes with one name the last counts.
struct Plan {
  struct Node {
    const Process* process = nullptr;  // into the task
    std::vector<int> before;           // indices of the nodes it directly waits for, ascending
  };
  std::vector<Node> nodes;  // in the order of `processes`

  // -1: not in this plan.
  int index_of(std::string_view name) const;
};
// Orders that don't concern this plan, or are not valid, are left out. `task` must outlive the plan.
Plan make_plan(const Task& task, PlanKind kind);

// Something that makes a plan impossible.
struct PlanProblem {
  enum class Kind : std::uint8_t {
    no_order,         // a constraint without names
    mixed_final,      // one order names final and ordinary processes
    unknown_process,  // an order names a process of the task and one that the task doesn't have
    after_daemon,     // waits for a daemon, which never finishes
    after_ephemeral,  // not ephemeral, but waits for an ephemeral process
    cycle,
  };
  Kind kind{};
  std::string message;                 // one sentence, names in backticks
  std::string hint;                    // may be empty
  std::vector<std::string> processes;  // whom it is about; of a cycle its path, the first name repeated at the end
  int constraint = 0;                  // index in `constraints`; of a cycle: of its last step
};
// All of them, in the order of `constraints`, cycles last. Names of processes are not looked at.
std::vector<PlanProblem> plan_problems(const Task& task);

// Orders none of whose names the task knows: they have no effect. Indices in `constraints`.
std::vector<int> idle_orders(const Task& task);

}  // namespace borealis::schema
