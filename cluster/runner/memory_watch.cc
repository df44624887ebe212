#include "cluster/runner/memory_watch.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "cluster/runner/process_tree.h"

namespace borealis::runner {

namespace {

std::string file_of(pid_t pid, const char* name) {
  return "/proc/" + std::to_string(pid) + "/" + name;
}

std::int64_t own_memory(pid_t pid) {
  std::ifstream file(file_of(pid, "statm"));
  std::int64_t size = 0;
  std::int64_t resident = 0;
  std::int64_t shared = 0;
  if (!(file >> size >> resident >> shared)) return 0;
  return (resident - shared) * sysconf(_SC_PAGESIZE);
}

// Those of each of its threads, as the kernel lists them: the cost is that of the task's processes, not of all that run
// on the machine. False: this kernel has no such lists.
bool add_children(pid_t pid, std::vector<pid_t>& out) {
  std::error_code gone;
  for (const auto& thread : std::filesystem::directory_iterator(file_of(pid, "task"), gone)) {
    std::ifstream file(thread.path() / "children");
    if (!file && access(thread.path().c_str(), F_OK) == 0) return false;
    for (pid_t child = 0; file >> child;) out.push_back(child);
  }
  return true;
}

}  // namespace

std::int64_t memory_usage(pid_t root) {
  std::vector<pid_t> found;
  bool listed = add_children(root, found);
  for (std::size_t i = 0; i < found.size() && listed; ++i) listed = add_children(found[i], found);
  if (!listed) {
    found.clear();
    for (const ProcessInfo& process : descendants(root)) found.push_back(process.pid);
  }
  std::int64_t sum = 0;
  for (const pid_t pid : found) sum += own_memory(pid);
  return sum;
}

MemoryWatch::MemoryWatch(Loop& loop, const TaskGroup* group, std::int64_t limit, Duration interval, Exceeded exceeded)
    : loop_(loop),
      group_(group != nullptr && group->limits_memory() ? group : nullptr),
      limit_(limit),
      interval_(interval),
      exceeded_(std::move(exceeded)) {
  schedule();
}

void MemoryWatch::schedule() {
  timer_ = loop_.at(Clock::now() + interval_, [this] { measure(); });
}

bool MemoryWatch::over_limit() const {
  if (group_ == nullptr) return memory_usage(getpid()) > limit_;
  return group_->out_of_memory_kills() > 0 || group_->memory() > limit_;
}

void MemoryWatch::measure() {
  timer_ = 0;
  if (!over_limit()) return schedule();
  report();
}

void MemoryWatch::look() {
  if (group_ != nullptr && group_->out_of_memory_kills() > 0) report();
}

void MemoryWatch::report() {
  const Exceeded exceeded = std::move(exceeded_);
  exceeded();
}

}  // namespace borealis::runner
