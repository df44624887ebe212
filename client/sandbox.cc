#include "client/sandbox.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <glob.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace borealis::client {

namespace {

namespace fs = std::filesystem;

// Where an embedded cluster's agents work, below its state directory.
constexpr const char* agents = "/agents";
constexpr std::size_t longest_file_name = 255;

std::string run_pattern(const std::string& root, const std::string& task_id, const std::string& run) {
  return fmt::format("{}/slaves/*/frameworks/*/executors/thermos-{}/runs/{}/sandbox", root, task_id, run);
}

// Glob's own characters in a path that is meant literally.
std::string escape_glob(const std::string& path) {
  std::string out;
  for (const char c : path) {
    if (c == '*' || c == '?' || c == '[' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::vector<std::string> matches(const std::string& pattern) {
  glob_t found{};
  std::vector<std::string> paths;
  if (glob(pattern.c_str(), 0, nullptr, &found) == 0) paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  globfree(&found);
  return paths;
}

}  // namespace

std::optional<std::string> find_sandbox(const Announcement& cluster, const std::string& task_id) {
  // Of an id too long for a file name the directory's has only the end, which is random.
  const bool cut = task_id.size() + std::string_view("thermos-").size() > longest_file_name;
  const std::string name = cut ? "*" + escape_glob(task_id.substr(task_id.size() - 36)) : escape_glob(task_id);
  const auto found = matches(run_pattern(escape_glob(cluster.state_dir) + agents, name, "latest"));
  return found.empty() ? std::nullopt : std::optional(found.front());
}

bool any_runner(const std::string& state_dir) {
  for (const std::string& sandbox : matches(run_pattern(escape_glob(state_dir) + agents, "*", "latest"))) {
    const std::string lock = sandbox.substr(0, sandbox.rfind('/')) + "/runner.lock";
    const int fd = open(lock.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) continue;
    const bool held = flock(fd, LOCK_SH | LOCK_NB) != 0;
    close(fd);
    if (held) return true;
  }
  return false;
}

std::optional<LogFile> telling_log(const std::string& sandbox) {
  std::optional<LogFile> best;
  timespec best_time{};
  for (LogFile& log : newest_logs(sandbox)) {
    struct stat status {};
    if (stat(log.path.c_str(), &status) != 0 || status.st_size == 0) continue;
    const auto when = std::pair(status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
    const bool same_process = best && best->process == log.process;
    if (!best || same_process || when > std::pair(best_time.tv_sec, best_time.tv_nsec)) {
      best_time = status.st_mtim;
      best = std::move(log);
    }
  }
  return best;
}

std::string log_place(const Cluster& cluster, const TaskStatus& task) {
  if (cluster.embedded) {
    const auto sandbox = find_sandbox(*cluster.embedded, task.task_id);
    if (!sandbox) return {};
    const auto log = telling_log(*sandbox);
    return log ? log->path : *sandbox + "/.logs";
  }
  if (cluster.slave_root.empty() || task.host.empty()) return {};
  const std::string run = cluster.slave_run_directory.empty() ? "latest" : cluster.slave_run_directory;
  return fmt::format("{}:{}/.logs", task.host, run_pattern(cluster.slave_root, task.task_id, run));
}

std::vector<LogFile> newest_logs(const std::string& sandbox) {
  std::vector<LogFile> logs;
  std::error_code error;
  for (const auto& process : fs::directory_iterator(sandbox + "/.logs", error)) {
    int newest = -1;
    std::error_code ignored;
    for (const auto& run : fs::directory_iterator(process.path(), ignored)) {
      const std::string name = run.path().filename();
      int number = -1;
      const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), number);
      if (failed == std::errc() && end == name.data() + name.size()) newest = std::max(newest, number);
    }
    if (newest < 0) continue;
    for (const char* stream : {"stdout", "stderr"}) {
      const fs::path path = process.path() / std::to_string(newest) / stream;
      if (fs::is_regular_file(path, ignored)) logs.push_back({process.path().filename(), newest, stream, path});
    }
  }
  // stderr after stdout: it is what one looks for at the end of a screen.
  std::stable_sort(logs.begin(), logs.end(), [](const LogFile& a, const LogFile& b) { return a.process < b.process; });
  return logs;
}

std::optional<std::string> tail_of_file(const std::string& path, int lines, std::size_t max_bytes) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return std::nullopt;
  struct stat status {};
  fstat(fd, &status);
  const auto size = static_cast<std::size_t>(std::max<off_t>(status.st_size, 0));
  std::string text;
  std::size_t start = size;
  int breaks = 0;
  // Backwards, a piece at a time, until there is one line break more than lines.
  while (start > 0 && text.size() < max_bytes && (lines == 0 || breaks <= lines)) {
    const std::size_t length = std::min<std::size_t>(start, 64 << 10);
    std::string piece(length, '\0');
    const ssize_t got = pread(fd, piece.data(), length, static_cast<off_t>(start - length));
    if (got < 0) break;
    piece.resize(static_cast<std::size_t>(got));
    start -= length;
    breaks += static_cast<int>(std::count(piece.begin(), piece.end(), '\n'));
    text.insert(0, piece);
  }
  close(fd);
  if (lines == 0) return text;
  std::size_t at = text.size();
  if (at > 0 && text[at - 1] == '\n') --at;
  for (int seen = 0; at > 0; --at) {
    if (text[at - 1] == '\n' && ++seen == lines) break;
  }
  return text.substr(at);
}

}  // namespace borealis::client
