// The run directory of a task, and the account that its processes run as. (runner.md §6, §8.1)
#pragma once

#include <string>

#include "cluster/runner/account.h"
#include "lang/result.h"
#include "schema/launch.h"

namespace borealis::runner {

struct Sandbox {
  std::string path;          // RUN_DIR/sandbox
  Account account;           // that the processes run as
  bool switch_user = false;  // to it; else it is our own
};

// Makes the sandbox directory, for the role's account when we are root and it exists, else for ourselves. The error is
// one for the task's status.
lang::Result<Sandbox> prepare_sandbox(const schema::LaunchSpec& spec);

}  // namespace borealis::runner
