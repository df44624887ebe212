// Real tasks through the real program: what runs, in which order, and what is said about it.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "cluster/runner/file_io.h"
#include "harness.h"

namespace {

using namespace harness;

const char* const kHealthy = "RUNNING No health-check defined, task is assumed healthy.\n";

// The part of a text before each " at ..." differs from run to run; tests compare whole lines.
std::string started_and(const std::string& end) {
  return std::string("STARTING \n") + kHealthy + end + "\n";
}

}  // namespace

TEST_CASE("a task runs its processes in order and finishes") {
  TaskRun task(
      {process("second", "cat made; echo second >> order"), process("first", "echo hi > made; echo first >> order")},
      {{"first", "second"}});
  CHECK(task.run() == 0);
  CHECK(task.status() == started_and("FINISHED Task finished."));
  CHECK(task.sandbox_file("order") == "first\nsecond\n");
  CHECK(task.sandbox_file(".logs/second/0/stdout") == "hi\n");
  CHECK(task.sandbox_file(".logs/second/0/stderr").empty());
  CHECK(task.task_states() == "ACTIVE CLEANING FINALIZING SUCCESS");
  CHECK(task.process_states("first") == "WAITING FORKED RUNNING SUCCESS");
  CHECK(task.living().empty());
  CHECK(access((task.spec.run_dir + "/checkpoints/tasks/finished/" + task.spec.task_id).c_str(), F_OK) == 0);
  CHECK(access((task.spec.run_dir + "/checkpoints/tasks/active/" + task.spec.task_id).c_str(), F_OK) != 0);
}

TEST_CASE("a process sees exactly its environment, works in the sandbox and leads a session") {
  setenv("SECRET_OF_THE_CLUSTER", "1", 1);
  TaskRun task({process("p", "exec /usr/bin/env > env"),
                process("q",
                        "pwd > cwd; readlink /proc/self/fd/0 > stdin; ls /proc/self/fd > fds; "
                        "cut -d' ' -f1,5,6 /proc/$$/stat > ids; umask > umask")},
               {{"p", "q"}});
  CHECK(task.run() == 0);
  unsetenv("SECRET_OF_THE_CLUSTER");
  const std::string env = task.sandbox_file("env");
  CHECK(env.find("HOME=" + task.spec.run_dir + "/sandbox\n") != std::string::npos);
  CHECK(env.find("PATH=" + std::string(getenv("PATH")) + "\n") != std::string::npos);
  CHECK(env.find("USER=") != std::string::npos);
  CHECK(env.find("LOGNAME=") != std::string::npos);
  CHECK(env.find("SECRET") == std::string::npos);
  CHECK(env.find("BASH_ENV") == std::string::npos);
  CHECK(task.sandbox_file("cwd") == task.spec.run_dir + "/sandbox\n");
  CHECK(task.sandbox_file("stdin") == "/dev/null\n");
  CHECK(task.sandbox_file("fds") == "0\n1\n2\n3\n");  // 3 is ls' own
  const std::string ids = task.sandbox_file("ids");
  const std::string pid = ids.substr(0, ids.find(' '));
  CHECK(ids == pid + " " + pid + " " + pid + "\n");
}

TEST_CASE("an earlier process can set variables for later ones in .thermos_profile") {
  TaskRun task({process("a", "echo 'export COLOUR=green' > .thermos_profile"), process("b", "echo $COLOUR > colour")},
               {{"a", "b"}});
  CHECK(task.run() == 0);
  CHECK(task.sandbox_file("colour") == "green\n");
}

TEST_CASE("a failing process fails the task, says why, and blocks what comes after it") {
  TaskRun task({process("stage", "echo no such file >&2; exit 3"), process("serve", "touch served")},
               {{"stage", "serve"}});
  CHECK(task.run() == 0);
  CHECK(task.last_status() == "FAILED Task failed: process 'stage' exited with 3 (run 1 of 1); see " +
                                  task.sandbox_path(".logs/stage/0/stderr"));
  CHECK(task.sandbox_file(".logs/stage/0/stderr") == "no such file\n");
  CHECK_FALSE(task.sandbox_has("served"));
  CHECK(task.task_states() == "ACTIVE CLEANING FINALIZING FAILED");
}

TEST_CASE("a process is tried max_failures times, in log directories of their own") {
  TaskRun task(
      {process("p", "echo try >> tries; echo $(wc -l < tries); exit 1", [](Process& p) { p.max_failures = 3; })});
  CHECK(task.run() == 0);
  CHECK(task.last_status() ==
        "FAILED Task failed: process 'p' exited with 1 (run 3 of 3); see " + task.sandbox_path(".logs/p/2/stderr"));
  CHECK(task.sandbox_file(".logs/p/0/stdout") == "1\n");
  CHECK(task.sandbox_file(".logs/p/2/stdout") == "3\n");
}

TEST_CASE("min_duration lies between the end of a run and the next start") {
  TaskRun task({process("p", "date +%s%N >> at; exit 1", [](Process& p) {
    p.max_failures = 2;
    p.min_duration = 1;
  })});
  CHECK(task.run() == 0);
  const std::string at = task.sandbox_file("at");
  const long long between = std::stoll(at.substr(at.find('\n') + 1)) - std::stoll(at);
  CHECK(between >= 1'000'000'000);
  CHECK(between < 3'000'000'000);
}

TEST_CASE("a process killed by a signal is run again and has not failed") {
  TaskRun task({process("p", "[ -e once ] && exit 0; touch once; kill -9 $$")});
  CHECK(task.run() == 0);
  CHECK(task.last_status() == "FINISHED Task finished.");
  CHECK(task.process_states("p") == "WAITING FORKED RUNNING KILLED WAITING FORKED RUNNING SUCCESS");
}

TEST_CASE("a daemon runs again after success; as an ephemeral one it ends with the rest") {
  TaskRun task({process("d", "echo run >> runs; sleep 0.02",
                        [](Process& p) {
                          p.daemon = true;
                          p.ephemeral = true;
                        }),
                process("p", "while [ $(wc -l < runs || echo 0) -lt 3 ]; do sleep 0.02; done")});
  CHECK(task.run() == 0);
  CHECK(task.last_status() == "FINISHED Task finished.");
  CHECK(task.living().empty());
}

TEST_CASE("an ephemeral process is asked to end once the others are done, and its failure does not count") {
  TaskRun task({process("e", "trap 'echo bye > bye; exit 9' TERM; touch ready; while true; do sleep 0.05; done",
                        [](Process& p) { p.ephemeral = true; }),
                process("p", "while [ ! -e ready ]; do sleep 0.02; done")});
  CHECK(task.run() == 0);
  CHECK(task.last_status() == "FINISHED Task finished.");
  CHECK(task.sandbox_file("bye") == "bye\n");
}

TEST_CASE("final processes run after success and after failure, and their results don't matter") {
  const auto is_final = [](Process& p) { p.final = true; };
  for (const char* end : {"exit 0", "exit 1"}) {
    TaskRun task({process("p", end), process("f", "echo $HOME > final; exit 1", is_final)});
    CHECK(task.run() == 0);
    CHECK(task.sandbox_has("final"));
    CHECK(task.reported(end == std::string("exit 0") ? "FINISHED" : "FAILED"));
  }
}

TEST_CASE("run-time names are filled in") {
  TaskRun task({process(
      "p", "echo {{mesos.instance}} {{thermos.ports[http]}} {{thermos.ports[aurora]}} {{thermos.task_id}} > names")});
  task.spec.instance = 5;
  task.spec.ports = {{"http", 31005}};
  task.spec.portmap = {{"aurora", "http"}};
  CHECK(task.run() == 0);
  CHECK(task.sandbox_file("names") == "5 31005 31005 " + task.spec.task_id + "\n");
}

TEST_CASE("a task that can't be run fails before anything starts") {
  SUBCASE("an unbound name") {
    TaskRun task({process("p", "echo {{nobody.knows}}")});
    CHECK(task.run() == 102);
    CHECK(task.status() == "STARTING \nFAILED Unexpected unbound refs: {{nobody.knows}}\n");
  }
  SUBCASE("a port nobody assigned") {
    TaskRun task({process("p", "echo {{thermos.ports[http]}}")});
    CHECK(task.run() == 102);
    CHECK(task.last_status() == "FAILED Task requires unbound port http!");
  }
  SUBCASE("an impossible order") {
    TaskRun task({process("a", "true"), process("b", "true")}, {{"a", "b"}, {"b", "a"}});
    CHECK(task.run() == 102);
    CHECK(task.last_status().starts_with("FAILED Thermos received an invalid task: "));
  }
}

TEST_CASE("a process that can't be started has failed") {
  TaskRun task({process("p", std::string(300'000, 'x'))});  // longer than the kernel allows
  CHECK(task.run() == 0);
  CHECK(task.last_status().starts_with(
      "FAILED Task failed: process 'p' could not be started (/bin/bash: Argument list too long) (run 1 of 1)"));
  CHECK(task.process_states("p") == "WAITING FORKED FAILED");
}

TEST_CASE("many processes that end at once lose nothing") {
  std::vector<Process> processes;
  std::vector<std::string> order;
  for (int n = 0; n < 40; ++n) {
    processes.push_back(process("p" + std::to_string(n), "exec true"));
    if (n % 2 == 0) order.push_back(processes.back().name);
  }
  TaskRun task(std::move(processes), {order});
  CHECK(task.run() == 0);
  CHECK(task.last_status() == "FINISHED Task finished.");
}

TEST_CASE("max_concurrency holds") {
  Task many;
  many.name = "many";
  many.max_concurrency = 1;
  many.processes.emplace();
  for (const char* name : {"a", "b", "c"})
    many.processes->push_back(process(name, "mkdir alone || exit 1; sleep 0.05; rmdir alone"));
  TaskRun task(many);
  CHECK(task.run() == 0);
  CHECK(task.last_status() == "FINISHED Task finished.");
}

TEST_CASE("only one supervisor takes a task, and only once") {
  TaskRun task({process("p", "while [ ! -e stop ]; do sleep 0.02; done")});
  task.start();
  REQUIRE(TaskRun::eventually([&] { return task.reported("RUNNING"); }));
  const std::string pid_file = borealis::runner::read_whole_file(task.spec.run_dir + "/runner.pid").value_or("");
  CHECK(pid_file.starts_with(std::to_string(task.runner()) + " "));
  TaskRun second({process("p", "true")});
  second.spec.run_dir.swap(task.spec.run_dir);  // a second runner for the first one's directory
  CHECK(second.run() == 101);
  second.spec.run_dir.swap(task.spec.run_dir);
  task.write_sandbox_file("stop", "");
  CHECK(task.wait() == 0);
  const std::string before = task.status();
  CHECK(task.run() == 105);
  CHECK(task.status() == before);
}

TEST_CASE("every change is announced by a datagram") {
  TaskRun task({process("p", "true")});
  task.spec.notify_socket = task.spec.run_dir + "/notify";
  const borealis::runner::Fd listener(socket(AF_UNIX, SOCK_DGRAM, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  task.spec.notify_socket.copy(address.sun_path, sizeof address.sun_path - 1);
  REQUIRE(bind(listener.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  CHECK(task.run() == 0);
  char text[100];
  for (int n = 0; n < 3; ++n) {
    const ssize_t size = recv(listener.get(), text, sizeof text, MSG_DONTWAIT);
    REQUIRE(size > 0);
    CHECK(std::string(text, static_cast<std::size_t>(size)) == task.spec.task_id);
  }
  CHECK(recv(listener.get(), text, sizeof text, MSG_DONTWAIT) < 0);
}

TEST_CASE("the live events tell of every state") {
  TaskRun task({process("p", "exit 4")});
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);  // the runner must not be a reader itself
  task.start({"--events", std::to_string(ends[1])});
  close(ends[1]);
  CHECK(task.wait() == 0);
  std::string text(4096, '\0');
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(0, read(ends[0], text.data(), text.size()))));
  close(ends[0]);
  CHECK(
      text ==
      "status\tSTARTING\t\ntask\tACTIVE\nprocess\tp\t0\tWAITING\t\nprocess\tp\t0\tFORKED\t\nprocess\tp\t0\tRUNNING\t\n"
      "status\tRUNNING\tNo health-check defined, task is assumed healthy.\nprocess\tp\t0\tFAILED\t4\n"
      "task\tCLEANING\ntask\tFINALIZING\ntask\tFAILED\nstatus\tFAILED\tTask failed: process 'p' exited with 4 (run 1 "
      "of 1); see " +
          task.sandbox_path(".logs/p/0/stderr") + "\n");
}

TEST_CASE("a supervisor that is root runs a task as its role's account") {
  if (geteuid() != 0) return;
  TaskRun task({process("p", "id -u > uid; id -g > gid; id -Gn > groups; ls -ld .logs/p/0/stdout > log; whoami")});
  task.spec.role = "nobody";
  REQUIRE(chmod(task.spec.run_dir.c_str(), 0755) == 0);
  SUBCASE("when it exists") {
    CHECK(task.run() == 0);
    CHECK(task.sandbox_file("uid") == "65534\n");
    CHECK(task.sandbox_file("gid") == "65534\n");
    CHECK(task.sandbox_file("groups") == "nogroup\n");
    CHECK(task.sandbox_file("log").find(" nobody nogroup ") != std::string::npos);
    CHECK(task.sandbox_file(".logs/p/0/stdout") == "nobody\n");
  }
  SUBCASE("but not when the user is to be kept") {
    task.spec.keep_user = true;
    CHECK(task.run() == 0);
    CHECK(task.sandbox_file("uid") == "0\n");
  }
  SUBCASE("and fails where that account can't get to the sandbox") {
    REQUIRE(chmod(task.spec.run_dir.c_str(), 0700) == 0);
    CHECK(task.run() == 102);
    CHECK(task.last_status() == "FAILED Failed to initialize sandbox: the account 'nobody' can't enter " +
                                    task.spec.run_dir + "/sandbox: Permission denied");
  }
}
