// One supervisor a task: the lock and the pid file of a run directory. (schema/launch.h)
#pragma once

#include <optional>
#include <string>

#include "cluster/runner/clock.h"
#include "cluster/runner/file_io.h"

namespace borealis::runner {

// Takes RUN_DIR/runner.lock, waiting at most `patience` for its holder; nullopt, with errno, when it can't be had
// (EWOULDBLOCK: somebody holds it). The lock lasts until the descriptor is closed.
std::optional<Fd> take_lock(const std::string& run_dir, Duration patience);

// Writes RUN_DIR/runner.pid. False, with errno.
bool write_pid_file(const std::string& run_dir);

}  // namespace borealis::runner
