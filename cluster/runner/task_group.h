// The control group (version 2) that holds all processes of one task: the kernel counts and limits what they take
// together. (runner.md §13)
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cluster/runner/file_io.h"

namespace borealis::runner {

// What the processors' time is shared by when all are busy, of 1 to 10000; a group that has the default has 100. One
// core is 1024 of the shares of version 1, which container engines turn into weights by the same formula.
std::int64_t cpu_weight(double cpus);

class TaskGroup {
 public:
  struct Limits {
    double cpus = 0;          // 0: the kernel's default
    std::int64_t memory = 0;  // bytes; 0: none
  };

  // Makes the group at `path`, whose parent exists; one that is there is taken over. nullopt, with errno, when no
  // process could be put there. A limit that the parent doesn't hand down is not set.
  static std::optional<TaskGroup> make(const std::string& path, const Limits& limits);
  // Kills what is left in the group and removes it; one that isn't there is fine. False when something would not go.
  static bool remove(const std::string& path);

  // Who writes "0" there is in the group from then on, with all that it starts.
  int members() const { return members_.get(); }
  // The kernel holds the memory limit: whatever goes beyond it has all processes of the group killed.
  bool limits_memory() const { return limits_memory_; }
  // How many of its processes the kernel has killed because of that.
  std::int64_t out_of_memory_kills() const;
  // Bytes in use, without copies of files that can be read again.
  std::int64_t memory() const;
  // Kills all processes of the group at once. (Kernels before 5.14 can't.)
  void kill() const;
  const std::string& path() const { return path_; }

 private:
  explicit TaskGroup(std::string path) : path_(std::move(path)) {}

  std::string path_;
  Fd members_;
  bool limits_memory_ = false;
};

}  // namespace borealis::runner
