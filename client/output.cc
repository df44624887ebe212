#include "client/output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <mutex>

namespace borealis::client {

namespace {

// Of all streams: several threads tell how their jobs fare, and on a terminal the streams share lines.
std::recursive_mutex writing;

bool colour_wanted() {
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  const char* term = std::getenv("TERM");
  return term != nullptr && std::strcmp(term, "dumb") != 0;
}

}  // namespace

Output::Output(int fd, Buffering buffering) : fd_(fd), buffered_(buffering == Buffering::full) {
  terminal_ = isatty(fd) == 1;
  colour_ = terminal_ && colour_wanted();
}

Output::Output(std::string& capture) : capture_(&capture) {}

void Output::write(std::string_view text) {
  constexpr std::size_t chunk = 64 << 10;
  const std::scoped_lock lock(writing);
  if (capture_ != nullptr) {
    capture_->append(text);
    return;
  }
  buffer_.append(text);
  if (!buffered_ || terminal_ || buffer_.size() >= chunk) flush();
}

bool Output::flush() {
  const std::scoped_lock lock(writing);
  std::string_view rest = buffer_;
  while (!rest.empty() && failure_ == 0) {
    const ssize_t written = ::write(fd_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      failure_ = errno;
    }
  }
  buffer_.clear();
  return failure_ == 0;
}

int Output::width() const {
  winsize size{};
  if (terminal_ && ioctl(fd_, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

int Output::height() const {
  winsize size{};
  if (terminal_ && ioctl(fd_, TIOCGWINSZ, &size) == 0 && size.ws_row > 0) return size.ws_row;
  return 24;
}

std::string Style::wrap(std::string_view code, std::string_view text) const {
  if (!on_) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

}  // namespace borealis::client
