#include "client/log_follower.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <initializer_list>

namespace borealis::client {

namespace fs = std::filesystem;

LogFollower::~LogFollower() {
  for (auto& [path, file] : files_) {
    if (file.fd >= 0) close(file.fd);
  }
}

void LogFollower::look_for_files() {
  std::error_code error;
  for (const auto& process : fs::directory_iterator(sandbox_ + "/.logs", error)) {
    std::error_code ignored;
    for (const auto& run : fs::directory_iterator(process.path(), ignored)) {
      for (const char* stream : {"stdout", "stderr"}) {
        const std::string path = run.path() / stream;
        if (files_.contains(path)) continue;
        const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
        struct stat status {};
        if (fd < 0 || fstat(fd, &status) != 0) continue;
        files_.emplace(path, File{process.path().filename(), stream, fd, status.st_ino, {}});
      }
    }
  }
}

void LogFollower::reopen_when_rotated(const std::string& path, File& file) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0 || status.st_ino == file.inode) return;
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  close(file.fd);
  file.fd = fd;
  file.inode = status.st_ino;
  drain(file);
}

void LogFollower::drain(File& file) {
  std::array<char, 16 << 10> chunk{};
  ssize_t got = 0;
  while ((got = read(file.fd, chunk.data(), chunk.size())) > 0) {
    std::string_view text(chunk.data(), static_cast<std::size_t>(got));
    for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
      file.partial += text.substr(0, end);
      sink_(file.process, file.stream, file.partial);
      file.partial.clear();
      text.remove_prefix(end + 1);
    }
    file.partial += text;
  }
}

void LogFollower::poll() {
  look_for_files();
  for (auto& [path, file] : files_) {
    drain(file);
    reopen_when_rotated(path, file);
  }
}

void LogFollower::finish() {
  poll();
  for (auto& [path, file] : files_) {
    if (!file.partial.empty()) sink_(file.process, file.stream, file.partial);
    file.partial.clear();
  }
}

}  // namespace borealis::client
