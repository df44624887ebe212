#include "harness.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "cluster/runner/file_io.h"
#include "cluster/runner/journal.h"
#include "cluster/runner/process_tree.h"
#include "schema/writer.h"

namespace harness {

using borealis::runner::ProcessRecord;
using borealis::runner::Record;
using borealis::runner::TaskRecord;

namespace {

std::string runner_program() {
  const char* program = getenv("BOREALIS_RUNNER");
  REQUIRE_MESSAGE(program != nullptr, "BOREALIS_RUNNER must name the program to test");
  return program;
}

Task task_of(std::vector<Process> processes, std::vector<std::vector<std::string>> orders) {
  Task task;
  task.name = "task";
  task.processes = std::move(processes);
  for (auto& order : orders) task.constraints.push_back({std::move(order)});
  return task;
}

int exit_code(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace

Process process(const std::string& name, const std::string& cmdline, const std::function<void(Process&)>& more) {
  Process p;
  p.name = name;
  p.cmdline = cmdline;
  p.min_duration = 0;
  if (more) more(p);
  return p;
}

TaskRun::TaskRun(std::vector<Process> processes, std::vector<std::vector<std::string>> orders)
    : TaskRun(task_of(std::move(processes), std::move(orders))) {}

TaskRun::TaskRun(const Task& task) {
  char directory[] = "/tmp/borealis-runner-test-XXXXXX";
  REQUIRE(mkdtemp(directory) != nullptr);
  spec.run_dir = directory;
  spec.task_id = "1-me-test-task-0-x";
  spec.role = "nobody-has-this-name";
  spec.hostname = "localhost";
  spec.task = borealis::schema::write(task);
  spec.health_check = false;
  spec.lifecycle = false;
}

TaskRun::~TaskRun() {
  if (runner_ > 0) {
    kill(runner_, SIGKILL);
    waitpid(runner_, nullptr, 0);
  }
  for (const pid_t pid : living()) kill(pid, SIGKILL);
  std::error_code ignored;
  std::filesystem::remove_all(spec.run_dir, ignored);
}

pid_t TaskRun::launch(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), runner_program());
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  const pid_t pid = fork();
  if (pid == 0) {
    execv(pointers[0], pointers.data());
    _exit(126);
  }
  return pid;
}

void TaskRun::start(std::vector<std::string> more_arguments) {
  REQUIRE(borealis::runner::write_whole_file(spec.run_dir + "/spec", borealis::schema::encode_launch(spec)));
  std::vector<std::string> arguments = {"run", spec.run_dir + "/spec"};
  for (std::string& argument : more_arguments) arguments.push_back(std::move(argument));
  runner_ = launch(std::move(arguments));
}

int TaskRun::wait(std::chrono::seconds limit) {
  int status = 0;
  const pid_t pid = runner_;
  const bool ended = eventually([&] { return waitpid(pid, &status, WNOHANG) == pid; }, limit);
  REQUIRE_MESSAGE(ended, "the runner did not end");
  runner_ = -1;
  return exit_code(status);
}

void TaskRun::signal(int number) const {
  REQUIRE(kill(runner_, number) == 0);
}

int TaskRun::reap() {
  int status = 0;
  const pid_t pid = launch({"reap", spec.run_dir + "/spec"});
  REQUIRE(waitpid(pid, &status, 0) == pid);
  return exit_code(status);
}

bool TaskRun::eventually(const std::function<bool()>& condition, std::chrono::seconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

std::string TaskRun::status() const {
  std::ifstream file(spec.run_dir + "/status");
  std::string text;
  for (std::string line; std::getline(file, line);) text += line.substr(line.find(' ') + 1) + "\n";
  return text;
}

std::string TaskRun::last_status() const {
  std::istringstream lines(status());
  std::string last;
  for (std::string line; std::getline(lines, line);) last = line;
  return last;
}

bool TaskRun::reported(const std::string& state) const {
  return ("\n" + status()).find("\n" + state + " ") != std::string::npos;
}

std::string TaskRun::sandbox_file(const std::string& name) const {
  return borealis::runner::read_whole_file(sandbox_path(name)).value_or("");
}

bool TaskRun::sandbox_has(const std::string& name) const {
  return access(sandbox_path(name).c_str(), F_OK) == 0;
}

void TaskRun::write_sandbox_file(const std::string& name, const std::string& text) const {
  mkdir((spec.run_dir + "/sandbox").c_str(), 0700);
  REQUIRE(borealis::runner::write_whole_file(sandbox_path(name), text));
}

std::vector<pid_t> TaskRun::living() const {
  std::vector<pid_t> pids;
  for (const pid_t pid : borealis::runner::all_pids()) {
    const auto info = borealis::runner::inspect(pid);
    if (info && info->alive() && borealis::runner::environment_variable(pid, "HOME") == spec.run_dir + "/sandbox")
      pids.push_back(pid);
  }
  return pids;
}

std::vector<Record> TaskRun::records() const {
  const auto bytes = borealis::runner::read_whole_file(borealis::runner::checkpoint_file(spec.run_dir, spec.task_id));
  return borealis::runner::decode_all(bytes.value_or(""));
}

std::string TaskRun::task_states() const {
  std::string names;
  for (const Record& record : records()) {
    if (const auto* task = std::get_if<TaskRecord>(&record))
      names += (names.empty() ? "" : " ") + std::string(name_of(task->state));
  }
  return names;
}

std::string TaskRun::process_states(const std::string& name) const {
  std::string names;
  for (const Record& record : records()) {
    const auto* one = std::get_if<ProcessRecord>(&record);
    if (one != nullptr && one->process == name) names += (names.empty() ? "" : " ") + std::string(name_of(one->state));
  }
  return names;
}

}  // namespace harness
