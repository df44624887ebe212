// Processes by id and start time, so that a recycled id is not taken for what once had it.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

namespace borealis::cluster {

// Reads "PID STARTTIME" and answers the process id if that very process is alive.
std::optional<pid_t> read_pid_file(const std::string& path);

// Whether a living process holds an exclusive flock on the file, as a runner does for as long as it lives.
bool is_locked(const std::string& path);

}  // namespace borealis::cluster
