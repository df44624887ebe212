#include "interp/sandbox/printed.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>

#include "lang/render/screen.h"

namespace borealis::interp {
namespace {

constexpr std::size_t kMost = 1u << 20;
// A longer line is shown in pieces.
constexpr std::size_t kLongestPiece = 8192;
// As many reads as empty a full pipe; a child that goes on writing is not waited for.
constexpr int kMostReads = 64;

void to_stderr(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = write(STDERR_FILENO, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

// Where the text can be cut without cutting a character.
std::size_t cut_before(std::string_view text, std::size_t at) {
  std::size_t cut = at;
  while (cut > 0 && at - cut < 4 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return cut == 0 ? at : cut;
}

}  // namespace

void Printed::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

void Printed::take() {
  read_some();
  show(false);
}

void Printed::finish() {
  for (int i = 0; i < kMostReads && read_some(); ++i) show(false);
  show(true);
}

bool Printed::read_some() {
  if (fd_ < 0) return false;
  std::array<char, 65536> bytes;
  const ssize_t n = read(fd_, bytes.data(), bytes.size());
  if (n < 0) return errno == EINTR;
  if (n == 0) {
    close();
    return false;
  }
  if (full_) return true;
  const std::size_t room = kMost - shown_ - line_.size();
  line_.append(bytes.data(), std::min(static_cast<std::size_t>(n), room));
  full_ = static_cast<std::size_t>(n) > room;
  return true;
}

void Printed::show(bool all) {
  std::string out;
  std::size_t at = 0;
  while (at < line_.size()) {
    const std::size_t end = line_.find('\n', at);
    const bool whole = end != std::string::npos && end - at <= kLongestPiece;
    if (!whole && !all && !full_ && line_.size() - at <= kLongestPiece) break;
    std::size_t stop = whole ? end : std::min(at + kLongestPiece, line_.size());
    if (!whole && stop < line_.size()) stop = cut_before(line_, stop);
    out += lang::shown(std::string_view(line_).substr(at, stop - at)).text;
    if (whole) out += '\n';
    at = stop + (whole ? 1 : 0);
  }
  shown_ += at;
  line_.erase(0, at);
  if (full_ && shown_ < kMost + 1) {
    shown_ = kMost + 1;
    out += "\n(the config printed more than 1 MiB; the rest is left out)\n";
  }
  to_stderr(out);
}

}  // namespace borealis::interp
