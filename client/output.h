// A stream to a descriptor that remembers whether a write failed: data that could not be written ends a command with
// exit code 74, so nobody may lose that fact on the way.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace borealis::client {

class Output {
 public:
  enum class Buffering : std::uint8_t { full, none };

  Output(int fd, Buffering buffering);
  // Writes into `capture` instead of a descriptor (tests).
  explicit Output(std::string& capture);
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output() { flush(); }

  void write(std::string_view text);
  template <class... Arguments>
  void print(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    write(fmt::format(format, std::forward<Arguments>(arguments)...));
  }
  // False once any write has failed.
  bool flush();

  // errno of the first failed write; 0 when all went well.
  int failure() const { return failure_; }
  bool terminal() const { return terminal_; }
  // A terminal, and neither NO_COLOR nor TERM=dumb is set.
  bool colour() const { return colour_; }
  // Columns of the terminal now; 80 when it is none or doesn't say.
  int width() const;
  // Lines of the terminal now; 24 when it is none or doesn't say.
  int height() const;
  int descriptor() const { return fd_; }

 private:
  int fd_ = -1;
  std::string* capture_ = nullptr;
  std::string buffer_;
  bool buffered_ = false;
  bool terminal_ = false;
  bool colour_ = false;
  int failure_ = 0;
};

// Escape sequences, or nothing where there is no colour.
class Style {
 public:
  explicit Style(bool on) : on_(on) {}
  std::string bold(std::string_view text) const { return wrap("1", text); }
  std::string dim(std::string_view text) const { return wrap("2", text); }
  std::string red(std::string_view text) const { return wrap("31", text); }
  std::string green(std::string_view text) const { return wrap("32", text); }
  std::string yellow(std::string_view text) const { return wrap("33", text); }
  std::string cyan(std::string_view text) const { return wrap("36", text); }

 private:
  std::string wrap(std::string_view code, std::string_view text) const;
  bool on_;
};

}  // namespace borealis::client
