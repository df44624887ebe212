// task run, ssh and scp: a task's sandbox, reached with the system's ssh. (cli.md §10)
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/commands/options.h"
#include "client/context.h"

namespace borealis::client {

struct TaskRunOptions {
  InstancesKey key;
  std::string command;
  int threads = 1;
  std::string user;  // empty: the job's role
  std::string ssh_options;
  bool executor_sandbox = false;
  DataFormat output = DataFormat::text;
};

struct TaskSshOptions {
  InstancesKey key;
  std::string command;  // empty: a shell
  std::string user;
  std::string ssh_options;
  bool executor_sandbox = false;
  std::vector<std::string> tunnels;  // PORT:NAME
  std::string pid_file;
};

struct TaskScpOptions {
  std::vector<std::string> words;  // SOURCE... DEST
  std::string scp_options;
  bool executor_sandbox = false;
};

// The exit code is the program's; of several the largest.
int run_task_run(const TaskRunOptions& options, Context& context);
int run_task_ssh(const TaskSshOptions& options, Context& context);
int run_task_scp(const TaskScpOptions& options, Context& context);

}  // namespace borealis::client
