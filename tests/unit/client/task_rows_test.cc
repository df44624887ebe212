#include "client/task_rows.h"

#include <doctest/doctest.h>

#include "client/table.h"
#include "client/task_view.h"

using namespace borealis;
using namespace borealis::client;
using Mark = TaskRow::Mark;
using std::chrono::seconds;

namespace {

using Instant = TaskRows::Instant;
const Instant start = Instant(seconds(1000));

schema::Process process(const std::string& name, std::int64_t most_failures = 1) {
  schema::Process process;
  process.name = name;
  process.cmdline = "true";
  process.max_failures = most_failures;
  return process;
}

schema::Task task_of(std::vector<schema::Process> processes, std::vector<std::vector<std::string>> orders = {}) {
  schema::Task task;
  task.name = "task";
  task.processes = std::move(processes);
  for (auto& order : orders) task.constraints.push_back({std::move(order)});
  return task;
}

RunnerEvent event(const std::string& name, const std::string& state, int run = 0, const std::string& code = "") {
  RunnerEvent event;
  event.kind = RunnerEvent::Kind::process;
  event.process = name;
  event.state = state;
  event.run = run;
  event.return_code = code;
  return event;
}

TaskRow row(const TaskRows& rows, const std::string& name, int after = 0) {
  for (const TaskRow& row : rows.rows(start + seconds(after))) {
    if (row.name == name) return row;
  }
  FAIL("no row of " << name);
  return {};
}

std::vector<TaskRow> many(int count, Mark mark) {
  std::vector<TaskRow> rows;
  for (int i = 0; i < count; ++i) rows.push_back({mark, "p" + std::to_string(i), "state", "", ""});
  return rows;
}

}  // namespace

TEST_CASE("who is waited for stands above who waits, final processes stand last") {
  schema::Process final = process("final");
  final.final = true;
  const TaskRows rows(task_of({final, process("c"), process("alone"), process("a"), process("b")}, {{"a", "b", "c"}}));
  std::vector<std::string> names;
  for (const TaskRow& row : rows.rows(start)) names.push_back(row.name);
  CHECK(names == std::vector<std::string>{"alone", "a", "b", "c", "final"});
  CHECK(row(rows, "c").order == "after b");
}

TEST_CASE("a process waits, runs, is done; then the next one may") {
  TaskRows rows(task_of({process("a"), process("b")}, {{"a", "b"}}));
  CHECK(row(rows, "a").state == "waiting");
  CHECK(row(rows, "b").state == "waits for a");
  rows.event(event("a", "WAITING"), start);
  rows.event(event("a", "RUNNING"), start + seconds(1));
  CHECK(row(rows, "a", 63).state == "running 1m 02s");
  CHECK(row(rows, "a", 63).mark == Mark::running);
  rows.event(event("a", "SUCCESS", 0, "0"), start + seconds(71));
  CHECK(row(rows, "a", 100).state == "done after 1m 10s");
  CHECK(row(rows, "a", 100).mark == Mark::done);
  CHECK(row(rows, "b", 100).state == "waiting");
}

TEST_CASE("tries are counted, and the last failure says what will not be started") {
  TaskRows rows(task_of({process("a", 3), process("b"), process("c", 0)}, {{"a", "b"}}));
  for (int run = 0; run < 3; ++run) {
    rows.event(event("a", "RUNNING", run), start);
    if (run > 0) CHECK(row(rows, "a").state == "running 0s, try " + std::to_string(run + 1) + " of 3");
    rows.event(event("a", "FAILED", run, "7"), start);
    if (run < 2) CHECK(row(rows, "a").state == "failed with 7 (" + std::to_string(run + 1) + " of 3), starts again");
  }
  CHECK(row(rows, "a").state == "failed with 7, the last of 3 tries");
  CHECK(row(rows, "a").mark == Mark::failed);
  CHECK(row(rows, "b").state == "not started: a failed");
  rows.event(event("c", "FAILED", 0, "1"), start);
  CHECK(row(rows, "c").state == "failed with 1, starts again");
}

TEST_CASE("one that could not be started says so, one that was killed too, one that nobody knows is no matter") {
  TaskRows rows(task_of({process("a"), process("b"), process("c", 2)}));
  rows.event(event("c", "FAILED"), start);
  CHECK(row(rows, "c").state == "could not be started (1 of 2), starts again");
  rows.event(event("a", "FAILED"), start);
  CHECK(row(rows, "a").state == "could not be started");
  rows.event(event("b", "RUNNING"), start);
  rows.event(event("b", "KILLED", 0, "-1"), start + seconds(5));
  CHECK(row(rows, "b").state == "stopped after 5s");
  rows.event(event("unknown", "RUNNING"), start);
  rows.output("unknown", "text");
}

TEST_CASE("daemons start again, final processes wait for the end, and once it has come nothing else is started") {
  schema::Process daemon = process("daemon");
  daemon.daemon = true;
  schema::Process final = process("final");
  final.final = true;
  TaskRows rows(task_of({daemon, process("late"), final}));
  rows.event(event("daemon", "RUNNING"), start);
  rows.event(event("daemon", "SUCCESS", 0, "0"), start + seconds(2));
  CHECK(row(rows, "daemon").state == "done after 2s, starts again");
  CHECK(row(rows, "final").state == "waits for the end");
  rows.ending();
  CHECK(row(rows, "daemon").state == "done");
  CHECK(row(rows, "late").state == "not started");
  CHECK(row(rows, "final").state == "waiting");
}

TEST_CASE("no line is wider than the terminal, however narrow") {
  std::vector<TaskRow> rows = many(3, Mark::running);
  rows[1].name = std::string(60, 'n');
  rows[1].state = "running 1h 02m, try 2 of 3";
  rows[2].output = "a line\twith \x1b[31mcolour that is ours to take out\x1b[0m and " + std::string(300, 'x');
  for (const int width : {1, 2, 5, 10, 20, 40, 80, 200}) {
    const auto lines = draw_rows(rows, Style(false), width, 20);
    CHECK(lines.size() == 3);
    for (const std::string& line : lines) {
      CHECK_MESSAGE(display_width(line) <= width, line);
      CHECK(line.find('\x1b') == std::string::npos);
    }
  }
  CHECK(draw_rows(rows, Style(false), 80, 20)[2].find("a line with") != std::string::npos);
}

TEST_CASE("where not all have room, those that failed and run are shown, the others counted") {
  std::vector<TaskRow> rows = many(30, Mark::done);
  rows[25].mark = Mark::failed;
  rows[28].mark = Mark::running;
  rows[29].mark = Mark::waiting;
  const auto lines = draw_rows(rows, Style(false), 80, 5);
  REQUIRE(lines.size() == 5);
  CHECK(lines[0].find("p0 ") != std::string::npos);
  CHECK(lines[1].find("p25") != std::string::npos);
  CHECK(lines[2].find("p28") != std::string::npos);
  CHECK(lines[3].find("p29") != std::string::npos);
  CHECK(lines[4] == "  of 30 processes 1 wait, 1 run, 27 are done, 1 failed");
}
