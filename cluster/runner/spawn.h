// Starting one process of a task. (runner.md §6)
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cluster/runner/account.h"
#include "cluster/runner/file_io.h"

namespace borealis::runner {

struct SpawnRequest {
  std::string command;                                  // for /bin/bash -c
  std::optional<std::string> directory;                 // to work in; none: ours
  std::optional<std::vector<std::string>> environment;  // NAME=VALUE; none: ours
  std::optional<Account> account;                       // to become; none: stay
  int output = -1;                                      // becomes stdout, and
  int errors = -1;                                      // stderr
  int group = -1;                                       // cgroup.procs of a control group to be in
  std::int64_t data_limit = 0;                          // bytes that one process may make its own; 0: as ours
};

// A child that leads a session of its own and waits, before it does anything, until it is released. When the parent
// dies first, it ends: what runs has been written down.
class PendingChild {
 public:
  // nullopt, with errno, when there can be no child.
  static std::optional<PendingChild> fork(const SpawnRequest& request);

  pid_t pid() const { return pid_; }
  // Lets it go and waits until bash runs. The answer is why it does not: "chdir: Permission denied".
  std::optional<std::string> release();

 private:
  PendingChild(pid_t pid, Fd channel) : pid_(pid), channel_(std::move(channel)) {}

  pid_t pid_;
  Fd channel_;
};

}  // namespace borealis::runner
