#include "schema/plan.h"

#include <doctest/doctest.h>

using namespace borealis::schema;

namespace {

Process process(std::string name) {
  Process made;
  made.name = std::move(name);
  made.cmdline = "true";
  return made;
}

Task task_of(std::vector<Process> processes, std::vector<std::vector<std::string>> orders) {
  Task task;
  task.processes = std::move(processes);
  for (auto& order : orders) task.constraints.push_back({std::move(order)});
  return task;
}

std::vector<PlanProblem::Kind> kinds(const Task& task) {
  std::vector<PlanProblem::Kind> out;
  for (const PlanProblem& problem : plan_problems(task)) out.push_back(problem.kind);
  return out;
}

using Kind = PlanProblem::Kind;

}  // namespace

TEST_CASE("orders add up to what each process waits for") {
  const Task task = task_of({process("a"), process("b"), process("c")}, {{"a", "b"}, {"b", "c"}, {"a", "c"}});
  CHECK(plan_problems(task).empty());
  const Plan plan = make_plan(task, PlanKind::regular);
  REQUIRE(plan.nodes.size() == 3);
  CHECK(plan.nodes[0].before.empty());
  CHECK(plan.nodes[1].before == std::vector<int>{0});
  CHECK(plan.nodes[2].before == std::vector<int>{0, 1});
  CHECK(plan.index_of("c") == 2);
  CHECK(make_plan(task, PlanKind::finalizing).nodes.empty());
}

TEST_CASE("cycles are told with their path") {
  const Task task = task_of({process("db"), process("cache"), process("app")}, {{"db", "cache", "app"}, {"app", "db"}});
  const auto problems = plan_problems(task);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].kind == Kind::cycle);
  CHECK(problems[0].constraint == 1);
  CHECK(problems[0].processes.size() == 4);
  CHECK(problems[0].processes.front() == problems[0].processes.back());
}

TEST_CASE("a process that waits for itself is a cycle, too") {
  const auto problems = plan_problems(task_of({process("step")}, {{"step", "step"}}));
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].message == "the process `step` would have to wait for itself");
}

TEST_CASE("a long row of processes is no problem") {
  std::vector<Process> processes;
  std::vector<std::string> order;
  for (int i = 0; i < 5000; ++i) {
    order.push_back("p" + std::to_string(i));
    processes.push_back(process(order.back()));
  }
  CHECK(plan_problems(task_of(std::move(processes), {order})).empty());
}

TEST_CASE("nobody can wait for a daemon, nor an ordinary process for an ephemeral one") {
  Process daemon = process("statsd");
  daemon.daemon = true;
  Process ephemeral = process("warm");
  ephemeral.ephemeral = true;
  const Task task = task_of({daemon, ephemeral, process("web")}, {{"statsd", "web"}, {"warm", "web"}});
  CHECK(kinds(task) == std::vector<Kind>{Kind::after_daemon, Kind::after_ephemeral});
  // The other way round is fine.
  CHECK(plan_problems(task_of({daemon, ephemeral, process("web")}, {{"web", "statsd"}, {"web", "warm"}})).empty());
}

TEST_CASE("final and ordinary processes are apart") {
  Process upload = process("upload");
  upload.final = true;
  Process sweep = process("sweep");
  sweep.final = true;
  const std::vector<Process> all = {process("run"), upload, sweep};
  CHECK(kinds(task_of(all, {{"run", "upload"}})) == std::vector<Kind>{Kind::mixed_final});
  const Task good = task_of(all, {{"upload", "sweep"}});
  CHECK(plan_problems(good).empty());
  CHECK(make_plan(good, PlanKind::finalizing).nodes[1].before == std::vector<int>{0});
  CHECK(make_plan(good, PlanKind::regular).nodes.size() == 1);
}

TEST_CASE("an order of unknown processes only has no effect; a mixed one is refused") {
  const Task idle = task_of({process("run")}, {{"fetch", "verify"}});
  CHECK(plan_problems(idle).empty());
  CHECK(idle_orders(idle) == std::vector<int>{0});
  const auto problems = plan_problems(task_of({process("checkout"), process("build")}, {{"chekout", "build"}}));
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].kind == Kind::unknown_process);
  CHECK(problems[0].processes == std::vector<std::string>{"chekout"});
  CHECK(problems[0].hint == "did you mean `checkout`?");
}

TEST_CASE("an order without names is refused") {
  Task task = task_of({process("run")}, {{}});
  task.constraints.push_back({std::nullopt});
  CHECK(kinds(task) == std::vector<Kind>{Kind::no_order, Kind::no_order});
}

TEST_CASE("of processes with one name the last counts") {
  Process first = process("server");
  first.daemon = true;
  const Task task = task_of({first, process("server"), process("web")}, {{"server", "web"}});
  CHECK(plan_problems(task).empty());
  const Plan plan = make_plan(task, PlanKind::regular);
  CHECK(plan.nodes.size() == 2);
  CHECK_FALSE(plan.nodes[0].process->daemon);
}
