// Measures the memory that the processes of a task take. (runner.md §9, §13)
#pragma once

#include <cstdint>
#include <functional>

#include "cluster/runner/loop.h"
#include "cluster/runner/task_group.h"

namespace borealis::runner {

// Bytes that the children of `root`, theirs and so on hold for themselves: what they share (programs, libraries, shared
// memory) is nobody's.
std::int64_t memory_usage(pid_t root);

class MemoryWatch {
 public:
  using Exceeded = std::function<void()>;

  // `exceeded` is called once, from the loop or from look(), when this process' descendants take more than `limit`
  // bytes, and may destroy the watch. `group`: the control group that they are in, or nullptr. Where the kernel limits
  // its memory, its word is taken.
  MemoryWatch(Loop& loop, const TaskGroup* group, std::int64_t limit, Duration interval, Exceeded exceeded);
  MemoryWatch(const MemoryWatch&) = delete;
  MemoryWatch& operator=(const MemoryWatch&) = delete;
  ~MemoryWatch() { loop_.cancel(timer_); }

  // A process has ended: whether that was the kernel's doing has to be known before it is started again.
  void look();

 private:
  void schedule();
  void measure();
  bool over_limit() const;
  void report();

  Loop& loop_;
  const TaskGroup* group_;
  std::int64_t limit_;
  Duration interval_;
  Exceeded exceeded_;
  Loop::TimerId timer_ = 0;
};

}  // namespace borealis::runner
