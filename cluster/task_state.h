// The states of a task and the one table of what may follow what. (api.md §13.1)
#pragma once

#include <span>

#include "client/api/names.h"

namespace borealis::cluster {

using TaskStatus = api::ScheduleStatus::type;

// Whether the end of a task calls for a successor.
enum class Successor : unsigned char {
  none,
  if_service,
  if_failures_allow,        // a service, or maxTaskFailures not used up
  unless_kill_was_ordered,  // the task's history holds no KILLING
  always,
};

struct TaskTransition {
  TaskStatus from;  // INIT: the task is new
  TaskStatus to;
  bool kill = false;  // the runner is told to end the task
  Successor successor = Successor::none;
  bool counts_as_failure = false;
  bool removes = false;  // instead of entering `to`, the task is forgotten
  // The state is entered and left for LOST at once, with this message; nullptr: it isn't.
  const char* lost_because = nullptr;
};

// nullptr: not allowed.
const TaskTransition* find_transition(TaskStatus from, TaskStatus to);
std::span<const TaskTransition> task_transitions();

}  // namespace borealis::cluster
