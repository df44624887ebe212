// Small file helpers without iostreams, which would triple the size of the supervisor.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace borealis::runner {

// A descriptor that is closed with its owner.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(other.release()) {}
  Fd& operator=(Fd&& other) noexcept {
    if (this != &other) reset(other.release());
    return *this;
  }
  ~Fd() { reset(); }

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int release() {
    const int fd = fd_;
    fd_ = -1;
    return fd;
  }
  void reset(int fd = -1);

 private:
  int fd_ = -1;
};

// nullopt, with errno, when it can't be read.
std::optional<std::string> read_whole_file(const std::string& path);
// All of it, waiting where it must; false, with errno, when that fails.
bool write_all(int fd, std::string_view bytes);
// Replaces or makes a file. False, with errno, when that fails.
bool write_whole_file(const std::string& path, std::string_view bytes);
// Makes a directory and those above it; one that exists is fine. False, with errno, when that fails.
bool make_directories(const std::string& path);
// errno as a person reads it: "Permission denied".
std::string error_text(int error);

}  // namespace borealis::runner
