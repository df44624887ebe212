// Measures the space a sandbox takes, once a minute. (runner.md §13)
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "cluster/runner/children.h"
#include "cluster/runner/file_io.h"
#include "cluster/runner/loop.h"

namespace borealis::runner {

// Allocated blocks of everything below `directory`, as du counts them: a file with several names once.
std::int64_t disk_usage(const std::string& directory);

class DiskWatch {
 public:
  using Exceeded = std::function<void(std::int64_t used)>;

  // `exceeded` is called once from the loop, and may destroy the watch; no measurement follows.
  DiskWatch(Loop& loop, Children& children, std::string directory, std::int64_t limit, Duration interval,
            Exceeded exceeded);
  DiskWatch(const DiskWatch&) = delete;
  DiskWatch& operator=(const DiskWatch&) = delete;
  ~DiskWatch();

 private:
  void schedule();
  void measure();
  void measured();

  Loop& loop_;
  Children& children_;
  std::string directory_;
  std::int64_t limit_;
  Duration interval_;
  Exceeded exceeded_;
  Loop::TimerId timer_ = 0;
  pid_t pid_ = 0;
  Fd answer_;
};

}  // namespace borealis::runner
