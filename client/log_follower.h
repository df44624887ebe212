// Follows the log files that a task's processes write, line by line.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace borealis::client {

class LogFollower {
 public:
  // `stream` is stdout or stderr; `line` has no line break.
  using Sink = std::function<void(const std::string& process, const std::string& stream, std::string_view line)>;

  LogFollower(std::string sandbox, Sink sink) : sandbox_(std::move(sandbox)), sink_(std::move(sink)) {}
  LogFollower(const LogFollower&) = delete;
  LogFollower& operator=(const LogFollower&) = delete;
  ~LogFollower();

  // Reads what was written since the last call. A line that isn't complete yet waits for its end.
  void poll();
  // Reads the rest, incomplete lines included.
  void finish();

 private:
  struct File {
    std::string process;
    std::string stream;
    int fd = -1;
    unsigned long inode = 0;
    std::string partial;
  };

  void look_for_files();
  void reopen_when_rotated(const std::string& path, File& file);
  void drain(File& file);

  std::string sandbox_;
  Sink sink_;
  std::map<std::string, File> files_;  // by path
};

}  // namespace borealis::client
