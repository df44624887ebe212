// Measures the memory that the processes of a task take. (runner.md §9, §13)
#pragma once

#include <cstdint>
#include <functional>

#include "cluster/runner/loop.h"

namespace borealis::runner {

// Bytes that the children of `root`, theirs and so on hold for themselves: what they share (programs, libraries, shared
// memory) is nobody's.
std::int64_t memory_usage(pid_t root);

class MemoryWatch {
 public:
  using Exceeded = std::function<void()>;

  // `exceeded` is called once from the loop when this process' descendants take more than `limit` bytes, and may
  // destroy the watch.
  MemoryWatch(Loop& loop, std::int64_t limit, Duration interval, Exceeded exceeded);
  MemoryWatch(const MemoryWatch&) = delete;
  MemoryWatch& operator=(const MemoryWatch&) = delete;
  ~MemoryWatch() { loop_.cancel(timer_); }

 private:
  void schedule();
  void measure();

  Loop& loop_;
  std::int64_t limit_;
  Duration interval_;
  Exceeded exceeded_;
  Loop::TimerId timer_ = 0;
};

}  // namespace borealis::runner
