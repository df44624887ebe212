// What lives on this machine, as /proc tells it.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace borealis::runner {

struct ProcessInfo {
  pid_t pid = 0;
  pid_t parent = 0;
  pid_t session = 0;
  char state = '?';               // Z: dead, waiting for its parent to notice
  std::uint64_t start_ticks = 0;  // since the machine started, field 22 of /proc/PID/stat

  bool alive() const { return state != 'Z' && state != 'X'; }
};

// nullopt: there is no such process.
std::optional<ProcessInfo> inspect(pid_t pid);
std::vector<pid_t> all_pids();
// Children, grandchildren and so on, the living and the dead. What is forked meanwhile may be missing.
std::vector<ProcessInfo> descendants(pid_t root);

// When a process was made, in seconds since the epoch.
double start_time_of(const ProcessInfo& process);
// The value of a variable in the environment the process was started with; nullopt when unset or not readable.
std::optional<std::string> environment_variable(pid_t pid, const std::string& name);

}  // namespace borealis::runner
