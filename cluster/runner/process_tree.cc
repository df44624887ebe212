#include "cluster/runner/process_tree.h"

#include <dirent.h>
#include <time.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "cluster/runner/clock.h"
#include "cluster/runner/file_io.h"

namespace borealis::runner {

namespace {

// The numbers in a directory's entries.
std::vector<pid_t> numbered_entries(const std::string& path) {
  std::vector<pid_t> numbers;
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(opendir(path.c_str()), closedir);
  if (!directory) return numbers;
  while (const dirent* entry = readdir(directory.get())) {
    char* end = nullptr;
    const long number = strtol(entry->d_name, &end, 10);
    if (number > 0 && *end == '\0') numbers.push_back(static_cast<pid_t>(number));
  }
  return numbers;
}

std::string proc(pid_t pid) {
  return "/proc/" + std::to_string(pid);
}

// Of every thread: the kernel lists a child under the thread that made it.
std::optional<std::vector<pid_t>> listed_children(pid_t pid) {
  std::vector<pid_t> children;
  for (const pid_t thread : numbered_entries(proc(pid) + "/task")) {
    const auto list = read_whole_file(proc(pid) + "/task/" + std::to_string(thread) + "/children");
    if (!list && access("/proc/thread-self/children", F_OK) != 0) return std::nullopt;  // a kernel without such lists
    const char* at = list ? list->c_str() : "";
    for (char* end = nullptr;; at = end) {
      const long child = strtol(at, &end, 10);
      if (end == at) break;
      children.push_back(static_cast<pid_t>(child));
    }
  }
  return children;
}

std::vector<pid_t> children_of(pid_t pid) {
  if (auto listed = listed_children(pid)) return std::move(*listed);
  std::vector<pid_t> children;
  for (const pid_t other : all_pids()) {
    const auto info = inspect(other);
    if (info && info->parent == pid) children.push_back(other);
  }
  return children;
}

}  // namespace

std::optional<ProcessInfo> inspect(pid_t pid) {
  const auto stat = read_whole_file(proc(pid) + "/stat");
  if (!stat) return std::nullopt;
  // The name, in brackets, may hold anything, brackets and line ends included.
  const std::size_t name_end = stat->rfind(") ");
  if (name_end == std::string::npos) return std::nullopt;
  ProcessInfo info;
  info.pid = pid;
  const char* at = stat->c_str() + name_end + 2;
  info.state = *at++;
  for (int field = 4; field <= 22; ++field) {
    char* end = nullptr;
    const unsigned long long value = strtoull(at, &end, 10);
    if (end == at) return std::nullopt;
    at = end;
    if (field == 4) info.parent = static_cast<pid_t>(value);
    if (field == 6) info.session = static_cast<pid_t>(value);
    if (field == 22) info.start_ticks = value;
  }
  return info;
}

std::vector<pid_t> all_pids() {
  return numbered_entries("/proc");
}

std::vector<ProcessInfo> descendants(pid_t root) {
  std::vector<ProcessInfo> found;
  std::vector<pid_t> open = children_of(root);
  while (!open.empty()) {
    const pid_t pid = open.back();
    open.pop_back();
    const auto info = inspect(pid);
    if (!info) continue;
    found.push_back(*info);
    if (!info->alive()) continue;
    for (const pid_t child : children_of(pid)) open.push_back(child);
  }
  return found;
}

double start_time_of(const ProcessInfo& process) {
  timespec since_boot{};
  clock_gettime(CLOCK_BOOTTIME, &since_boot);
  const double boot =
      epoch_seconds() - static_cast<double>(since_boot.tv_sec) - static_cast<double>(since_boot.tv_nsec) / 1e9;
  return boot + static_cast<double>(process.start_ticks) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

std::optional<std::string> environment_variable(pid_t pid, const std::string& name) {
  const auto block = read_whole_file(proc(pid) + "/environ");
  if (!block) return std::nullopt;
  const std::string wanted = name + "=";
  std::string_view rest = *block;
  while (!rest.empty()) {
    const std::string_view variable = rest.substr(0, rest.find('\0'));
    if (variable.starts_with(wanted)) return std::string(variable.substr(wanted.size()));
    rest.remove_prefix(std::min(rest.size(), variable.size() + 1));
  }
  return std::nullopt;
}

}  // namespace borealis::runner
