#include "cluster/runner/task_group.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdlib>

namespace borealis::runner {

namespace {

constexpr int kRemoveAttempts = 100;
constexpr useconds_t kRemovePause = 5'000;

bool set(const std::string& file, const std::string& value) {
  const Fd fd(open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  return fd && write_all(fd.get(), value);
}

// The number after `key` at the beginning of a line; 0: there is none.
std::int64_t number_of(const std::string& file, const std::string& key) {
  const std::string text = "\n" + read_whole_file(file).value_or("");
  const std::size_t at = text.find("\n" + key + " ");
  return at == std::string::npos ? 0 : strtoll(text.c_str() + at + key.size() + 2, nullptr, 10);
}

}  // namespace

std::int64_t cpu_weight(double cpus) {
  const double shares = std::clamp(cpus * 1024, 2.0, 262144.0);
  return 1 + static_cast<std::int64_t>((std::floor(shares) - 2) * 9999 / 262142);
}

std::optional<TaskGroup> TaskGroup::make(const std::string& path, const Limits& limits) {
  if (mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) return std::nullopt;
  TaskGroup group(path);
  group.members_.reset(open((path + "/cgroup.procs").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
  if (!group.members_) {
    const int why = errno;
    rmdir(path.c_str());
    errno = why;
    return std::nullopt;
  }
  if (limits.cpus > 0) set(path + "/cpu.weight", std::to_string(cpu_weight(limits.cpus)));
  // A container that runs out of memory ends as a whole; one half of it is of no use.
  if (limits.memory > 0)
    group.limits_memory_ =
        set(path + "/memory.oom.group", "1") && set(path + "/memory.max", std::to_string(limits.memory));
  return group;
}

bool TaskGroup::remove(const std::string& path) {
  for (int attempt = 0; attempt < kRemoveAttempts; ++attempt) {
    if (rmdir(path.c_str()) == 0 || errno == ENOENT) return true;
    if (errno != EBUSY) return false;
    set(path + "/cgroup.kill", "1");
    usleep(kRemovePause);
  }
  return false;
}

std::int64_t TaskGroup::out_of_memory_kills() const {
  return number_of(path_ + "/memory.events", "oom_kill");
}

std::int64_t TaskGroup::memory() const {
  const std::int64_t all = strtoll(read_whole_file(path_ + "/memory.current").value_or("0").c_str(), nullptr, 10);
  const std::string stat = path_ + "/memory.stat";
  return std::max<std::int64_t>(0, all - number_of(stat, "inactive_file") - number_of(stat, "active_file"));
}

void TaskGroup::kill() const {
  set(path_ + "/cgroup.kill", "1");
}

}  // namespace borealis::runner
