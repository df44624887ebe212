// Runs real tasks through the real borealis-runner, in a directory of their own.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "cluster/runner/checkpoint.h"
#include "schema/job.h"
#include "schema/launch.h"

namespace harness {

using borealis::schema::Process;
using borealis::schema::Task;

// A process of a task; `more` changes what is not the default.
Process process(const std::string& name, const std::string& cmdline, const std::function<void(Process&)>& more = {});

class TaskRun {
 public:
  // The spec holds the task and defaults; change it before start().
  explicit TaskRun(const Task& task);
  explicit TaskRun(std::vector<Process> processes, std::vector<std::vector<std::string>> orders = {});
  TaskRun(const TaskRun&) = delete;
  TaskRun& operator=(const TaskRun&) = delete;
  // Ends everything that a failed test may have left, and removes the directory.
  ~TaskRun();

  borealis::schema::LaunchSpec spec;

  void start(std::vector<std::string> more_arguments = {});
  // Waits for the runner's end; the answer is its exit code, or minus the signal that ended it.
  int wait(std::chrono::seconds limit = std::chrono::seconds(30));
  int run() {
    start();
    return wait();
  }
  void signal(int number) const;
  // Runs `borealis-runner reap`.
  int reap();

  // Waits until `condition` holds; whether it did.
  static bool eventually(const std::function<bool()>& condition, std::chrono::seconds limit = std::chrono::seconds(15));

  // "STARTING\nRUNNING No health-check ...\n": the status file without its times.
  std::string status() const;
  std::string last_status() const;
  bool reported(const std::string& state) const;
  std::string sandbox_path(const std::string& name) const { return spec.run_dir + "/sandbox/" + name; }
  std::string sandbox_file(const std::string& name) const;  // "" when there is none
  bool sandbox_has(const std::string& name) const;
  void write_sandbox_file(const std::string& name, const std::string& text) const;
  // Living processes whose home is the sandbox.
  std::vector<pid_t> living() const;

  // "ACTIVE CLEANING ..."
  std::string task_states() const;
  // Of all runs of a process: "WAITING FORKED RUNNING SUCCESS".
  std::string process_states(const std::string& name) const;
  std::vector<borealis::runner::Record> records() const;

  pid_t runner() const { return runner_; }

 private:
  pid_t launch(std::vector<std::string> arguments) const;

  pid_t runner_ = -1;
};

}  // namespace harness
