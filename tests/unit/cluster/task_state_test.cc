#include "cluster/task_state.h"

#include <set>

#include "doctest/doctest.h"

using namespace borealis;
using namespace borealis::cluster;
using S = api::ScheduleStatus;

TEST_CASE("nothing follows a terminal state") {
  for (const TaskTransition& step : task_transitions()) {
    CAPTURE(name_of(step.from));
    CHECK_FALSE(is_terminal(step.from));
  }
}

TEST_CASE("no step stands twice in the table") {
  std::set<std::pair<int, int>> seen;
  for (const TaskTransition& step : task_transitions()) {
    CAPTURE(name_of(step.from));
    CAPTURE(name_of(step.to));
    CHECK(seen.insert({step.from, step.to}).second);
  }
}

TEST_CASE("every active state has a way to its end") {
  for (const TaskStatus from : api::active_states()) {
    CAPTURE(name_of(from));
    bool ends = false;
    for (const TaskTransition& step : task_transitions()) {
      ends = ends || (step.from == from && (is_terminal(step.to) || step.removes));
    }
    // A throttled task can be forgotten, too.
    CHECK(ends);
  }
}

TEST_CASE("killing what waits forgets it, killing what runs tells the runner") {
  CHECK(find_transition(S::PENDING, S::KILLING)->removes);
  CHECK(find_transition(S::THROTTLED, S::KILLING)->removes);
  CHECK(find_transition(S::RUNNING, S::KILLING)->kill);
  CHECK(find_transition(S::ASSIGNED, S::KILLING)->kill);
}

TEST_CASE("who is replaced") {
  CHECK(find_transition(S::RUNNING, S::FINISHED)->successor == Successor::if_service);
  CHECK(find_transition(S::RUNNING, S::FAILED)->successor == Successor::if_failures_allow);
  CHECK(find_transition(S::RUNNING, S::FAILED)->counts_as_failure);
  CHECK(find_transition(S::RUNNING, S::LOST)->successor == Successor::always);
  CHECK(find_transition(S::RESTARTING, S::FINISHED)->successor == Successor::always);
  CHECK_FALSE(find_transition(S::RESTARTING, S::FAILED)->counts_as_failure);
  CHECK(find_transition(S::KILLING, S::LOST)->successor == Successor::none);
}

TEST_CASE("what is not in the table is not allowed") {
  CHECK(find_transition(S::PENDING, S::RUNNING) == nullptr);
  CHECK(find_transition(S::KILLING, S::RUNNING) == nullptr);
  CHECK(find_transition(S::RUNNING, S::STARTING) == nullptr);
  CHECK(find_transition(S::KILLING, S::RESTARTING) == nullptr);
}
