// Control groups: what is written where, seen in a directory that stands for a hierarchy; and, where the machine lets
// us make a group, what the kernel makes of it.
#include "cluster/runner/task_group.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "harness.h"

namespace {

using namespace harness;
using namespace borealis::runner;
namespace fs = std::filesystem;

constexpr std::int64_t kMiB = 1 << 20;

std::string content(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

Task task_of(const std::string& cmdline) {
  Task task;
  task.name = "task";
  task.processes = {process("p", cmdline)};
  task.resources.emplace();
  task.resources->cpu = 2;
  task.resources->ram = 64 * kMiB;
  task.resources->disk = 64 * kMiB;
  task.finalization_wait = 1;
  return task;
}

// A group of our own in the kernel's hierarchy; empty where the machine doesn't let us make one.
class KernelGroup {
 public:
  KernelGroup() {
    for (const char* root : {"/sys/fs/cgroup/unified", "/sys/fs/cgroup"}) {
      if (!fs::exists(std::string(root) + "/cgroup.controllers")) continue;
      path_ = std::string(root) + own() + "/borealis-test-" + std::to_string(getpid());
      std::error_code error;
      if (fs::create_directory(path_, error)) return;
      path_.clear();
    }
    MESSAGE("this machine has no control group for us");
  }
  ~KernelGroup() {
    if (!path_.empty()) rmdir(path_.c_str());
  }
  const std::string& path() const { return path_; }

 private:
  static std::string own() {
    std::ifstream in("/proc/self/cgroup");
    for (std::string line; std::getline(in, line);) {
      if (line.starts_with("0::")) return line == "0::/" ? "" : line.substr(3);
    }
    return "";
  }
  std::string path_;
};

std::vector<pid_t> members(const std::string& group) {
  std::istringstream in(content(group + "/cgroup.procs"));
  std::vector<pid_t> pids;
  for (pid_t pid = 0; in >> pid;) pids.push_back(pid);
  return pids;
}

// Whether two processes are in it that have become what they are to be.
bool two_sleep_in(const std::string& group) {
  int sleeping = 0;
  for (const pid_t pid : members(group)) sleeping += content("/proc/" + std::to_string(pid) + "/comm") == "sleep\n";
  return sleeping == 2;
}

}  // namespace

TEST_CASE("a weight has the same meaning as the shares of a container engine") {
  CHECK(cpu_weight(0) == 1);
  CHECK(cpu_weight(0.1) == 4);
  CHECK(cpu_weight(1) == 39);
  CHECK(cpu_weight(16) == 625);
  CHECK(cpu_weight(1e9) == 10000);
}

TEST_CASE("a task's group gets its limits, its processes, and an end") {
  TaskRun task(task_of("sleep 1000"));
  task.spec.cgroup = task.spec.run_dir + "/group";
  task.start();
  CHECK(TaskRun::eventually([&] { return task.reported("RUNNING"); }));
  CHECK(content(task.spec.cgroup + "/memory.max") == std::to_string(192 * kMiB));
  CHECK(content(task.spec.cgroup + "/memory.oom.group") == "1");
  CHECK(content(task.spec.cgroup + "/cpu.weight") == "79");
  CHECK(TaskRun::eventually([&] { return content(task.spec.cgroup + "/cgroup.procs") == "0"; }));
  task.signal(SIGUSR2);
  CHECK(task.wait() == 0);
  CHECK(content(task.spec.cgroup + "/cgroup.kill") == "1");
}

TEST_CASE("a task whose process the kernel killed for its memory fails, and is not started again") {
  TaskRun task(task_of("touch ready; while [ ! -e go ]; do sleep 0.01; done; kill -9 $$"));
  task.spec.cgroup = task.spec.run_dir + "/group";
  task.start();
  CHECK(TaskRun::eventually([&] { return task.sandbox_has("ready"); }));
  std::ofstream(task.spec.cgroup + "/memory.events") << "low 0\nhigh 0\nmax 9\noom 1\noom_kill 1\n";
  task.write_sandbox_file("go", "");
  CHECK(task.wait() == 0);
  CHECK(task.last_status() == "FAILED Task used more memory than requested.");
  CHECK(task.process_states("p") == "WAITING FORKED RUNNING KILLED");
}

TEST_CASE("without the kernel's limit a process may reserve so much, and may lift that") {
  TaskRun task(task_of("ulimit -Sd > soft; ulimit -Sd unlimited; ulimit -Sd > lifted"));
  CHECK(task.run() == 0);
  CHECK(task.sandbox_file("soft") == "4194304\n");
  CHECK(task.sandbox_file("lifted") == "unlimited\n");
}

TEST_CASE("a group that can't be made is said and does without") {
  TaskRun task(task_of("ulimit -Sd > soft"));
  task.spec.cgroup = task.spec.run_dir + "/missing/group";
  CHECK(task.run() == 0);
  CHECK(task.last_status().starts_with("FINISHED"));
  CHECK(task.sandbox_file("soft") == "4194304\n");
}

TEST_CASE("in the kernel's hierarchy: a daemon is in the group, and the group goes with the task") {
  const KernelGroup base;
  if (base.path().empty()) return;
  TaskRun task(task_of("(setsid sleep 1000 &); exec sleep 1000"));
  task.spec.cgroup = base.path() + "/one";
  task.start();
  CHECK(TaskRun::eventually([&] { return two_sleep_in(task.spec.cgroup); }));
  for (const pid_t pid : members(task.spec.cgroup)) CHECK(pid != task.runner());
  task.signal(SIGUSR2);
  CHECK(task.wait() == 0);
  CHECK_FALSE(fs::exists(task.spec.cgroup));
  CHECK(task.living().empty());
}

TEST_CASE("in the kernel's hierarchy: reaping kills what is in the group, however it hides, and removes it") {
  const KernelGroup base;
  if (base.path().empty()) return;
  // Another session, another parent, another home: only the group knows whose it is.
  TaskRun task(task_of("(HOME=/ setsid bash -c 'unset HOME; exec sleep 1000' &); exec sleep 1000"));
  task.spec.cgroup = base.path() + "/one";
  task.start();
  CHECK(TaskRun::eventually([&] { return two_sleep_in(task.spec.cgroup); }));
  const std::vector<pid_t> inside = members(task.spec.cgroup);
  task.signal(SIGKILL);
  task.wait();
  CHECK(task.reap() == 0);
  CHECK_FALSE(fs::exists(task.spec.cgroup));
  for (const pid_t pid : inside) CHECK(TaskRun::eventually([&] { return kill(pid, 0) != 0; }));
  CHECK(task.last_status().starts_with("LOST"));
}
