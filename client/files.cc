#include "client/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace borealis::client {

std::optional<std::string> read_file(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return std::nullopt;
  std::string text;
  std::array<char, 16 << 10> chunk{};
  ssize_t got = 0;
  while ((got = read(fd, chunk.data(), chunk.size())) != 0) {
    if (got > 0) {
      text.append(chunk.data(), static_cast<std::size_t>(got));
    } else if (errno != EINTR) {
      const int reason = errno;
      close(fd);
      errno = reason;
      return std::nullopt;
    }
  }
  close(fd);
  return text;
}

lang::Status write_file(const std::string& path, std::string_view text) {
  const std::string temporary = fmt::format("{}.{}.new", path, getpid());
  const auto failed = [&] {
    lang::Error error{
        lang::ErrorClass::output, fmt::format("{} cannot be written: {}", path, std::strerror(errno)), {}, {}};
    unlink(temporary.c_str());
    return error;
  };
  const int fd = open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return failed();
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      close(fd);
      return failed();
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (close(fd) != 0 || std::rename(temporary.c_str(), path.c_str()) != 0) return failed();
  return lang::Unit{};
}

}  // namespace borealis::client
