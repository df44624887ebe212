#include "cluster/runner/file_io.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace borealis::runner {

void Fd::reset(int fd) {
  if (fd_ >= 0) close(fd_);
  fd_ = fd;
}

std::optional<std::string> read_whole_file(const std::string& path) {
  const Fd file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return std::nullopt;
  std::string bytes;
  std::array<char, 4096> chunk;
  for (;;) {
    const ssize_t n = read(file.get(), chunk.data(), chunk.size());
    if (n > 0) bytes.append(chunk.data(), static_cast<std::size_t>(n));
    if (n == 0) return bytes;
    if (n < 0 && errno != EINTR) return std::nullopt;
  }
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

bool write_whole_file(const std::string& path, std::string_view bytes) {
  const Fd file(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  return file && write_all(file.get(), bytes);
}

bool make_directories(const std::string& path) {
  for (std::size_t end = 0; end != std::string::npos;) {
    end = path.find('/', end + 1);
    if (mkdir(path.substr(0, end).c_str(), 0755) != 0 && errno != EEXIST) return false;
  }
  return true;
}

std::string error_text(int error) {
  return strerrordesc_np(error) != nullptr ? strerrordesc_np(error) : "error " + std::to_string(error);
}

}  // namespace borealis::runner
