#include "cluster/runner/plan.h"

#include <doctest/doctest.h>

#include <string>

namespace {

using borealis::runner::Instant;
using borealis::runner::Plan;
using borealis::runner::RunEnd;
using borealis::schema::PlanKind;
using borealis::schema::Process;
using borealis::schema::Task;
using std::chrono::seconds;

Process process(const std::string& name) {
  Process p;
  p.name = name;
  p.cmdline = "true";
  return p;
}

Task task_of(std::vector<Process> processes, std::vector<std::vector<std::string>> orders = {}) {
  Task task;
  task.processes = std::move(processes);
  for (auto& order : orders) task.constraints.push_back({std::move(order)});
  return task;
}

// The names of what may start, with commas.
std::string startable(const Plan& plan, Instant now = {}) {
  std::string names;
  for (const std::size_t i : plan.startable(now)) names += (names.empty() ? "" : ",") + plan.process(i).name;
  return names;
}

std::size_t index_of(const Plan& plan, const std::string& name) {
  for (std::size_t i = 0; i < plan.size(); ++i) {
    if (plan.process(i).name == name) return i;
  }
  FAIL("no process " << name);
  return 0;
}

void run(Plan& plan, const std::string& name, RunEnd end, Instant now = {}) {
  plan.started(index_of(plan, name));
  plan.ended(index_of(plan, name), end, now);
}

}  // namespace

TEST_CASE("an order is kept, and what is not ordered starts together") {
  const Task task = task_of({process("c"), process("a"), process("b"), process("alone")}, {{"a", "b", "c"}});
  Plan plan(task, PlanKind::regular);
  CHECK(startable(plan) == "a,alone");
  plan.started(index_of(plan, "a"));
  CHECK(startable(plan) == "alone");
  plan.ended(index_of(plan, "a"), RunEnd::success, {});
  CHECK(startable(plan) == "b,alone");
  run(plan, "b", RunEnd::success);
  run(plan, "alone", RunEnd::success);
  CHECK(startable(plan) == "c");
  CHECK_FALSE(plan.complete());
  run(plan, "c", RunEnd::success);
  CHECK(plan.complete());
  CHECK(plan.healthy());
}

TEST_CASE("several orders add up") {
  const Task task = task_of({process("a"), process("b"), process("c")}, {{"a", "c"}, {"b", "c"}});
  Plan plan(task, PlanKind::regular);
  run(plan, "a", RunEnd::success);
  CHECK(startable(plan) == "b");
  run(plan, "b", RunEnd::success);
  CHECK(startable(plan) == "c");
}

TEST_CASE("each plan has its own processes, and the last of one name counts") {
  Process final_one = process("bye");
  final_one.final = true;
  Process again = process("a");
  again.cmdline = "second";
  const Task task = task_of({process("a"), final_one, again});
  const Plan regular(task, PlanKind::regular);
  const Plan finalizing(task, PlanKind::finalizing);
  REQUIRE(regular.size() == 1);
  CHECK(regular.process(0).cmdline == "second");
  CHECK(startable(finalizing) == "bye");
}

TEST_CASE("a failed process blocks what comes after it") {
  Task task = task_of({process("a"), process("b")}, {{"a", "b"}});
  SUBCASE("one failure is too much by default") {
    Plan plan(task, PlanKind::regular);
    run(plan, "a", RunEnd::failure);
    CHECK(startable(plan).empty());
    CHECK_FALSE(plan.healthy());
  }
  SUBCASE("where failures are allowed it is a deadlock") {
    task.max_failures = 2;
    Plan plan(task, PlanKind::regular);
    run(plan, "a", RunEnd::failure);
    CHECK(plan.deadlocked());
    CHECK_FALSE(plan.complete());
    CHECK_FALSE(plan.healthy());
  }
}

TEST_CASE("a failure that the task allows leaves it healthy") {
  Task task = task_of({process("a"), process("c")});
  task.max_failures = 2;
  Plan plan(task, PlanKind::regular);
  run(plan, "a", RunEnd::failure);
  CHECK(plan.healthy());
  run(plan, "c", RunEnd::success);
  CHECK(plan.complete());
  CHECK(plan.healthy());
}

TEST_CASE("a task without a limit of failures survives them all") {
  Task task = task_of({process("a"), process("b"), process("c")});
  task.max_failures = 0;
  Plan plan(task, PlanKind::regular);
  for (const char* name : {"a", "b", "c"}) run(plan, name, RunEnd::failure);
  CHECK(plan.complete());
  CHECK(plan.healthy());
}

TEST_CASE("a process is tried again max_failures times, min_duration after its end") {
  Process p = process("a");
  p.max_failures = 2;
  p.min_duration = 7;
  const Task task = task_of({p});
  Plan plan(task, PlanKind::regular);
  const Instant start{};
  run(plan, "a", RunEnd::failure, start + seconds(3));
  CHECK(plan.healthy());
  CHECK_FALSE(plan.deadlocked());
  CHECK(startable(plan, start + seconds(9)).empty());
  CHECK(plan.next_ready(start + seconds(9)) == start + seconds(10));
  CHECK(startable(plan, start + seconds(10)) == "a");
  CHECK_FALSE(plan.next_ready(start + seconds(10)).has_value());
  run(plan, "a", RunEnd::failure, start + seconds(11));
  CHECK(plan.failed(0));
  CHECK_FALSE(plan.healthy());
}

TEST_CASE("being killed by a signal is no failure") {
  Process p = process("a");
  p.min_duration = 0;
  const Task task = task_of({p});
  Plan plan(task, PlanKind::regular);
  for (int n = 0; n < 5; ++n) run(plan, "a", RunEnd::interrupted);
  CHECK(plan.healthy());
  CHECK(startable(plan) == "a");
}

TEST_CASE("a hundred runs are the limit, however they end") {
  Process p = process("a");
  p.max_failures = 0;
  p.min_duration = 0;
  SUBCASE("failures") {}
  SUBCASE("successes of a daemon") {
    p.daemon = true;
  }
  const RunEnd end = p.daemon ? RunEnd::success : RunEnd::failure;
  const Task task = task_of({p});
  Plan plan(task, PlanKind::regular);
  for (int n = 0; n < 99; ++n) run(plan, "a", end);
  CHECK(plan.healthy());
  CHECK(startable(plan) == "a");
  run(plan, "a", end);
  CHECK(plan.failed(0));
  CHECK_FALSE(plan.healthy());
}

TEST_CASE("a daemon runs again after success, and the task does not complete") {
  Process d = process("d");
  d.daemon = true;
  const Task task = task_of({d, process("a")});
  Plan plan(task, PlanKind::regular);
  run(plan, "a", RunEnd::success);
  const Instant start{};
  run(plan, "d", RunEnd::success, start);
  CHECK_FALSE(plan.complete());
  CHECK(startable(plan, start + seconds(4)).empty());
  CHECK(startable(plan, start + seconds(5)) == "d");
}

TEST_CASE("an ephemeral process keeps nothing alive and fails nothing") {
  Process e = process("e");
  e.ephemeral = true;
  Process after = process("after");
  after.ephemeral = true;
  const Task task = task_of({e, process("a"), after}, {{"e", "after"}});
  SUBCASE("it may still run when the rest is done") {
    Plan plan(task, PlanKind::regular);
    plan.started(index_of(plan, "e"));
    run(plan, "a", RunEnd::success);
    CHECK(plan.complete());
    CHECK(plan.healthy());
  }
  SUBCASE("its last failure counts as an end: what comes after it may run") {
    Plan plan(task, PlanKind::regular);
    run(plan, "e", RunEnd::failure);
    CHECK(plan.healthy());
    CHECK(startable(plan) == "a,after");
  }
}

TEST_CASE("max_concurrency limits what runs at once") {
  Task task = task_of({process("a"), process("b"), process("c")});
  task.max_concurrency = 2;
  Plan plan(task, PlanKind::regular);
  REQUIRE(plan.startable({}).size() == 2);
  plan.started(0);
  CHECK(plan.startable({}).size() == 1);
  plan.started(1);
  CHECK(plan.startable({}).empty());
  plan.ended(0, RunEnd::success, {});
  CHECK(startable(plan) == "c");
  CHECK_FALSE(plan.deadlocked());
}

TEST_CASE("a plan without processes is complete") {
  const Task task = task_of({process("a")});
  const Plan plan(task, PlanKind::finalizing);
  CHECK(plan.complete());
  CHECK_FALSE(plan.deadlocked());
  CHECK(plan.healthy());
}
