// How real tasks end against their will, and that nothing of them stays.
#include <doctest/doctest.h>
#include <fcntl.h>

#include <unistd.h>

#include <csignal>
#include <string>

#include "harness.h"

namespace {

using namespace harness;

const auto is_final = [](Process& p) { p.final = true; };

// A task whose processes have all written `ready`.
void start_until_ready(TaskRun& task) {
  task.start();
  REQUIRE(TaskRun::eventually([&] { return task.sandbox_has("ready"); }));
}

}  // namespace

TEST_CASE("a kill asks the processes to end and runs the final ones") {
  TaskRun task({process("p", "trap 'echo got TERM > term; exit 0' TERM; touch ready; while true; do sleep 0.02; done"),
                process("f", "cat term > final", is_final)});
  int number = 0;
  SUBCASE("SIGUSR1") {
    number = SIGUSR1;
  }
  SUBCASE("SIGTERM") {
    number = SIGTERM;
  }
  SUBCASE("SIGINT") {
    number = SIGINT;
  }
  start_until_ready(task);
  task.signal(number);
  CHECK(task.wait() == 0);
  CHECK(task.last_status() == "KILLED Instructed to kill task.");
  CHECK(task.sandbox_file("final") == "got TERM\n");
  CHECK(task.task_states() == "ACTIVE CLEANING FINALIZING KILLED");
  CHECK(task.living().empty());
}

TEST_CASE("what does not listen to SIGTERM is killed when the time is up, without final processes") {
  Task deaf;
  deaf.name = "deaf";
  deaf.finalization_wait = 1;
  deaf.processes = {process("deaf", "trap '' TERM; touch ready; while true; do sleep 0.05; done"),
                    process("fails", "while [ ! -e ready ]; do sleep 0.02; done; exit 1"),
                    process("f", "touch final", is_final)};
  TaskRun task(deaf);
  CHECK(task.run() == 0);
  CHECK(task.last_status().starts_with("FAILED Task failed: process 'fails' exited with 1"));
  CHECK_FALSE(task.sandbox_has("final"));
  CHECK(task.task_states() == "ACTIVE CLEANING FAILED");
  CHECK(task.process_states("deaf") == "WAITING FORKED RUNNING KILLED");
  CHECK(task.living().empty());
}

TEST_CASE("a final process that takes too long is killed") {
  Task slow;
  slow.name = "slow";
  slow.finalization_wait = 1;
  slow.processes = {process("p", "true"), process("f", "sleep 1000", is_final)};
  TaskRun task(slow);
  CHECK(task.run() == 0);
  CHECK(task.last_status() == "FINISHED Task finished.");
  CHECK(task.living().empty());
}

TEST_CASE("a task is dropped at once") {
  TaskRun task({process("p", "trap '' TERM; touch ready; while true; do sleep 0.05; done"),
                process("f", "touch final", is_final)});
  start_until_ready(task);
  task.signal(SIGUSR2);
  CHECK(task.wait() == 0);
  CHECK(task.last_status() == "LOST Task lost.");
  CHECK(task.task_states() == "ACTIVE LOST");
  CHECK_FALSE(task.sandbox_has("final"));
  CHECK(task.living().empty());
}

TEST_CASE("the children of a process do not outlive its run") {
  // Several ways of getting away: in the background, in a session of its own, forked twice.
  TaskRun task(
      {process(
           "p",
           "sleep 1000 & setsid sleep 1000 & (setsid -f sleep 1000; setsid -f bash -c 'sleep 1000; true'); sleep 0.1"),
       process("q", "grep -l \"HOME=$HOME\" $(grep -l sleep /proc/[0-9]*/comm | sed s/comm/environ/) > left; true")},
      {{"p", "q"}});
  CHECK(task.run() == 0);
  CHECK(task.last_status() == "FINISHED Task finished.");
  CHECK(task.sandbox_file("left").empty());
  CHECK(task.living().empty());
}

TEST_CASE("a daemon that got away is asked to end with the task, not with another process' run") {
  TaskRun task(
      {process("starts",
               "setsid -f bash -c 'trap \"touch asked; exit\" TERM; touch up; while true; do sleep 0.02; done'; "
               "while [ ! -e other ]; do sleep 0.02; done; sleep 1000"),
       process("other", "while [ ! -e up ]; do sleep 0.02; done; touch other"),
       process("then", "sleep 0.1; [ ! -e asked ] && touch ready", [](Process& p) { p.max_failures = 2; })},
      {{"other", "then"}});
  start_until_ready(task);
  CHECK_FALSE(task.sandbox_has("asked"));
  task.signal(SIGUSR1);
  CHECK(task.wait() == 0);
  CHECK(task.sandbox_has("asked"));
  CHECK(task.living().empty());
}

TEST_CASE("processes that fork without end are got rid of") {
  TaskRun task({process("p",
                        "f() { while true; do sleep 1000 & (setsid -f sleep 1000); sleep 0.001; done; }; f & f & "
                        "sleep 0.2; touch ready; wait")});
  start_until_ready(task);
  task.signal(SIGUSR2);
  CHECK(task.wait() == 0);
  CHECK(task.living().empty());
}

TEST_CASE("after the death of a supervisor its task is reaped") {
  TaskRun task(
      {process("p", "sleep 1000 & setsid -f sleep 1000; (setsid -f sleep 1000); touch ready; sleep 1000; true"),
       process("done", "true")});
  start_until_ready(task);
  REQUIRE(TaskRun::eventually([&] { return task.process_states("done").ends_with("SUCCESS"); }));
  task.signal(SIGKILL);
  CHECK(task.wait() == -SIGKILL);
  CHECK(task.living().size() >= 4);
  CHECK(task.run() == 101);  // it can't be taken up again
  CHECK(task.reap() == 0);
  CHECK(task.living().empty());
  CHECK(task.last_status() == "LOST Runner died while task was active.");
  CHECK(task.task_states() == "ACTIVE LOST");
  CHECK(task.process_states("p") == "WAITING FORKED RUNNING LOST");
  CHECK(task.process_states("done") == "WAITING FORKED RUNNING SUCCESS");
  const std::string once = task.status();
  CHECK(task.reap() == 105);
  CHECK(task.status() == once);
}

TEST_CASE("a task whose supervisor lives is not reaped") {
  TaskRun task({process("p", "touch ready; sleep 1000")});
  start_until_ready(task);
  CHECK(task.reap() == 101);
  CHECK_FALSE(task.living().empty());
  CHECK(task.last_status() == "RUNNING No health-check defined, task is assumed healthy.");
}

TEST_CASE("the task ends when nobody reads its events any more") {
  TaskRun task({process("p", "touch ready; sleep 1000")});
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);  // the runner must not be a reader itself
  task.start({"--events", std::to_string(ends[1])});
  close(ends[1]);
  REQUIRE(TaskRun::eventually([&] { return task.sandbox_has("ready"); }));
  close(ends[0]);
  CHECK(task.wait() == 0);
  CHECK(task.last_status() == "KILLED Instructed to kill task.");
}
