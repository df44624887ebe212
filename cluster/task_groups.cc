#include "cluster/task_groups.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "cluster/descriptor.h"
#include "fmt/format.h"

namespace borealis::cluster {

namespace {

lang::Error refused(const std::string& group, const std::string& why) {
  return lang::Error{lang::ErrorClass::output,
                     fmt::format("the control group {} cannot be used: {}", group, why),
                     "name an empty group of cgroup version 2 that you may write, or leave the option out",
                     {}};
}

// A group's files take a value a write.
bool set(const std::string& file, const std::string& value) {
  const Descriptor fd(open(file.c_str(), O_WRONLY | O_CLOEXEC));
  return fd && write(fd.get(), value.data(), value.size()) == static_cast<ssize_t>(value.size());
}

template <class Item>
std::vector<Item> items_of(const std::string& file) {
  std::ifstream in(file);
  std::vector<Item> items;
  for (Item item; in >> item;) items.push_back(item);
  return items;
}

// Processes and limits for groups below don't go together in one group, so we step aside. The one who started us is
// the other process that may be there.
std::string step_aside(const std::string& group) {
  const auto members = items_of<pid_t>(group + "/cgroup.procs");
  const auto stranger = [](pid_t pid) { return pid != getpid() && pid != getppid(); };
  if (std::ranges::any_of(members, stranger)) return "other processes are in it";
  if (members.empty()) return "";
  const std::string leaf = group + "/borealis-daemons";
  if (mkdir(leaf.c_str(), 0755) != 0 && errno != EEXIST) return std::strerror(errno);
  for (const pid_t pid : members) {
    if (!set(leaf + "/cgroup.procs", std::to_string(pid)) && errno != ESRCH) return std::strerror(errno);
  }
  return "";
}

std::vector<std::string> hand_down(const std::string& group) {
  std::vector<std::string> handed;
  const auto offered = items_of<std::string>(group + "/cgroup.controllers");
  for (const char* name : {"cpu", "memory"}) {
    if (std::ranges::find(offered, name) != offered.end() &&
        set(group + "/cgroup.subtree_control", std::string("+") + name)) {
      handed.push_back(name);
    }
  }
  return handed;
}

// Why it can't be done; empty: it is.
std::string open_below(const std::string& group, const std::string& cluster_name, TaskGroups& out) {
  if (access((group + "/cgroup.controllers").c_str(), F_OK) != 0) return "it is no group of cgroup version 2";
  for (const char* name : {"", "/cgroup.procs", "/cgroup.subtree_control"}) {
    if (access((group + name).c_str(), W_OK) != 0) return std::strerror(errno);
  }
  if (std::string problem = step_aside(group); !problem.empty()) return problem;
  hand_down(group);
  const std::string base = group + "/borealis-" + cluster_name;
  if (mkdir(base.c_str(), 0755) != 0 && errno != EEXIST) return std::strerror(errno);
  out.controllers = hand_down(base);
  out.directory = base;
  return "";
}

}  // namespace

std::string TaskGroups::text() const {
  if (directory.empty()) return "by looking at processes, and rlimits (" + reason + ")";
  const std::string held = controllers.empty() ? "no limits" : fmt::format("{}", fmt::join(controllers, ", "));
  return fmt::format("cgroup {} ({})", directory, held);
}

std::string own_group(const std::string& cgroup_file, const std::string& mounts_file) {
  std::string path;
  std::ifstream groups(cgroup_file);
  for (std::string line; std::getline(groups, line);) {
    if (line.starts_with("0::")) path = line.substr(3);
  }
  std::ifstream mounts(mounts_file);
  for (std::string line; !path.empty() && std::getline(mounts, line);) {
    // id parent device root mount-point options... - type source
    const std::size_t mark = line.find(" - ");
    if (mark == std::string::npos || !line.substr(mark + 3).starts_with("cgroup2 ")) continue;
    std::istringstream fields(line);
    std::string skipped;
    std::string root;
    std::string mount;
    fields >> skipped >> skipped >> skipped >> root >> mount;
    if (root == "/") root.clear();
    if (!path.starts_with(root)) continue;
    std::string group = mount + path.substr(root.size());
    while (group.ends_with('/')) group.pop_back();
    // Every group but the root of all has a type.
    return access((group + "/cgroup.type").c_str(), F_OK) == 0 ? group : "";
  }
  return "";
}

lang::Result<TaskGroups> open_task_groups(const std::string& wanted, const std::string& cluster_name,
                                          const std::string& own) {
  TaskGroups groups;
  if (wanted == "none") {
    groups.reason = "as told";
  } else if (wanted != "auto") {
    if (const std::string problem = open_below(wanted, cluster_name, groups); !problem.empty()) {
      return refused(wanted, problem);
    }
  } else if (own.empty()) {
    groups.reason = "no control group is ours";
  } else {
    const auto offered = items_of<std::string>(own + "/cgroup.controllers");
    const bool memory = std::ranges::find(offered, "memory") != offered.end();
    groups.reason = memory ? open_below(own, cluster_name, groups) : "our control group has no memory controller";
  }
  return groups;
}

void close_task_groups(const TaskGroups& groups) {
  if (!groups.directory.empty()) rmdir(groups.directory.c_str());
}

}  // namespace borealis::cluster
