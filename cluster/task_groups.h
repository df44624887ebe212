// Control groups (version 2) for the tasks of this machine: where the daemon may make them.
#pragma once

#include <string>
#include <vector>

#include "lang/result.h"

namespace borealis::cluster {

struct TaskGroups {
  std::string directory;                 // a group of a task is made below it; empty: there are none
  std::vector<std::string> controllers;  // that tasks get: "cpu", "memory"
  std::string reason;                    // why there are none

  // "cgroup /sys/fs/cgroup/... (cpu, memory)", or what is done instead and why.
  std::string text() const;
};

// The group that this process is in, as a directory; empty: there is no hierarchy of version 2, or it is the machine's
// root group, which nobody handed over. The files are those of /proc/self.
std::string own_group(const std::string& cgroup_file = "/proc/self/cgroup",
                      const std::string& mounts_file = "/proc/self/mountinfo");

// `wanted`: a group that was made over to us; "auto": the one that we are in, if it was and no stranger is in it; or
// "none". `own`: own_group(). Only a group that was named fails when it is no use.
lang::Result<TaskGroups> open_task_groups(const std::string& wanted, const std::string& cluster_name,
                                          const std::string& own);
// Removes what open_task_groups() made, unless tasks are still in it.
void close_task_groups(const TaskGroups& groups);

}  // namespace borealis::cluster
