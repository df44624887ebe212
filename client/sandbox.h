// Where an instance's sandbox and logs lie. (runner.md §7, §8.1)
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/clusters.h"
#include "client/engine.h"

namespace borealis::client {

// Where one reads why a task ended, for people: of an embedded cluster the log file itself (telling_log), else a
// pattern for the host; empty when the cluster's entry doesn't say where its agents work.
std::string log_place(const Cluster& cluster, const TaskStatus& task);

// The sandbox directory of a task of an embedded cluster; nothing when there is none (yet, or any more).
std::optional<std::string> find_sandbox(const Announcement& cluster, const std::string& task_id);

// Whether any supervisor of a task still lives below the state directory of an embedded cluster.
bool any_runner(const std::string& state_dir);

struct LogFile {
  std::string process;
  int run = 0;
  std::string stream;  // stdout, stderr
  std::string path;
};
// The logs of the newest run of each process below a sandbox, by process name.
std::vector<LogFile> newest_logs(const std::string& sandbox);

// The log that tells most of why a task failed: of those that aren't empty the one written last, stderr before stdout
// of the same process. Nothing when all are empty.
std::optional<LogFile> telling_log(const std::string& sandbox);

// The last `lines` lines of a file (0: all of it), at most `max_bytes`; nothing when it can't be read.
std::optional<std::string> tail_of_file(const std::string& path, int lines, std::size_t max_bytes = 64 << 20);

}  // namespace borealis::client
