// Cleaning up after a supervisor that died. (schema/launch.h, runner.md §10)
#pragma once

#include "cluster/runner/supervisor.h"
#include "schema/launch.h"

namespace borealis::runner {

// Kills whatever is left of the task and writes the missing ends into checkpoint and status file. The caller holds the
// task's lock. Nothing happens when the task had ended.
ExitCode reap(const schema::LaunchSpec& spec);

}  // namespace borealis::runner
