#include "cluster/task_state.h"

#include <algorithm>
#include <array>

namespace borealis::cluster {

namespace {

using S = api::ScheduleStatus;

constexpr TaskTransition plain(TaskStatus from, TaskStatus to) {
  return {.from = from, .to = to};
}
constexpr TaskTransition killing(TaskStatus from, TaskStatus to) {
  return {.from = from, .to = to, .kill = true};
}
constexpr TaskTransition ends(TaskStatus from, TaskStatus to, Successor successor) {
  return {.from = from, .to = to, .successor = successor};
}
constexpr TaskTransition fails(TaskStatus from) {
  return {.from = from, .to = S::FAILED, .successor = Successor::if_failures_allow, .counts_as_failure = true};
}
constexpr TaskTransition lost_with_kill(TaskStatus from, Successor successor) {
  return {.from = from, .to = S::LOST, .kill = true, .successor = successor};
}
constexpr TaskTransition forgets(TaskStatus from) {
  return {.from = from, .to = S::KILLING, .removes = true};
}
constexpr TaskTransition gives_up(TaskStatus from, TaskStatus to, const char* why) {
  return {.from = from, .to = to, .lost_because = why};
}

constexpr const char* kActed = "Action performed on partitioned task, marking as LOST.";
constexpr const char* kGone = "";

constexpr auto kTransitions = std::to_array<TaskTransition>({
    plain(S::INIT, S::PENDING),
    plain(S::INIT, S::THROTTLED),

    plain(S::THROTTLED, S::PENDING),
    forgets(S::THROTTLED),

    plain(S::PENDING, S::ASSIGNED),
    forgets(S::PENDING),

    plain(S::ASSIGNED, S::STARTING),
    plain(S::ASSIGNED, S::RUNNING),
    ends(S::ASSIGNED, S::FINISHED, Successor::if_service),
    fails(S::ASSIGNED),
    killing(S::ASSIGNED, S::RESTARTING),
    killing(S::ASSIGNED, S::DRAINING),
    killing(S::ASSIGNED, S::PREEMPTING),
    killing(S::ASSIGNED, S::KILLING),
    ends(S::ASSIGNED, S::KILLED, Successor::always),
    lost_with_kill(S::ASSIGNED, Successor::always),

    plain(S::STARTING, S::RUNNING),
    ends(S::STARTING, S::FINISHED, Successor::if_service),
    fails(S::STARTING),
    killing(S::STARTING, S::RESTARTING),
    killing(S::STARTING, S::DRAINING),
    killing(S::STARTING, S::PREEMPTING),
    killing(S::STARTING, S::KILLING),
    ends(S::STARTING, S::KILLED, Successor::always),
    ends(S::STARTING, S::LOST, Successor::always),
    plain(S::STARTING, S::PARTITIONED),

    ends(S::RUNNING, S::FINISHED, Successor::if_service),
    fails(S::RUNNING),
    killing(S::RUNNING, S::RESTARTING),
    killing(S::RUNNING, S::DRAINING),
    killing(S::RUNNING, S::PREEMPTING),
    killing(S::RUNNING, S::KILLING),
    ends(S::RUNNING, S::KILLED, Successor::always),
    ends(S::RUNNING, S::LOST, Successor::always),
    plain(S::RUNNING, S::PARTITIONED),

    ends(S::RESTARTING, S::FINISHED, Successor::always),
    ends(S::RESTARTING, S::FAILED, Successor::always),
    ends(S::RESTARTING, S::KILLED, Successor::always),
    lost_with_kill(S::RESTARTING, Successor::always),
    plain(S::RESTARTING, S::KILLING),
    gives_up(S::RESTARTING, S::PARTITIONED, kGone),

    ends(S::DRAINING, S::FINISHED, Successor::always),
    ends(S::DRAINING, S::FAILED, Successor::always),
    ends(S::DRAINING, S::KILLED, Successor::always),
    lost_with_kill(S::DRAINING, Successor::always),
    plain(S::DRAINING, S::KILLING),
    gives_up(S::DRAINING, S::PARTITIONED, kGone),

    ends(S::PREEMPTING, S::FINISHED, Successor::always),
    ends(S::PREEMPTING, S::FAILED, Successor::always),
    ends(S::PREEMPTING, S::KILLED, Successor::always),
    lost_with_kill(S::PREEMPTING, Successor::always),
    plain(S::PREEMPTING, S::KILLING),
    gives_up(S::PREEMPTING, S::PARTITIONED, kGone),

    plain(S::KILLING, S::FINISHED),
    plain(S::KILLING, S::FAILED),
    plain(S::KILLING, S::KILLED),
    plain(S::KILLING, S::LOST),
    gives_up(S::KILLING, S::PARTITIONED, kGone),

    lost_with_kill(S::PARTITIONED, Successor::unless_kill_was_ordered),
    fails(S::PARTITIONED),
    plain(S::PARTITIONED, S::FINISHED),
    plain(S::PARTITIONED, S::RUNNING),
    plain(S::PARTITIONED, S::ASSIGNED),
    plain(S::PARTITIONED, S::STARTING),
    gives_up(S::PARTITIONED, S::RESTARTING, kActed),
    gives_up(S::PARTITIONED, S::DRAINING, kActed),
    gives_up(S::PARTITIONED, S::PREEMPTING, kActed),
    gives_up(S::PARTITIONED, S::KILLING, kActed),
});

}  // namespace

const TaskTransition* find_transition(TaskStatus from, TaskStatus to) {
  const auto row =
      std::ranges::find_if(kTransitions, [&](const TaskTransition& t) { return t.from == from && t.to == to; });
  return row == kTransitions.end() ? nullptr : &*row;
}

std::span<const TaskTransition> task_transitions() {
  return kTransitions;
}

}  // namespace borealis::cluster
