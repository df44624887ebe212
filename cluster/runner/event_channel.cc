#include "cluster/runner/event_channel.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "lang/json.h"

namespace borealis::runner {

namespace {

constexpr std::size_t kChunk = 4096;  // what a writable pipe takes without blocking
constexpr std::size_t kMaxUnwritten = 4 << 20;
constexpr int kFlushMs = 2000;

std::string escaped(std::string_view text) {
  std::string quoted;
  lang::append_json_string(quoted, text);
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

EventChannel::EventChannel(Loop& loop, int fd, std::function<void()> on_hangup)
    : loop_(loop), fd_(fd), on_hangup_(std::move(on_hangup)) {
  if (fd_ >= 0) watch();
}

EventChannel::~EventChannel() {
  if (fd_ >= 0) loop_.unwatch(fd_);
}

void EventChannel::watch() {
  const short events = unwritten_.empty() ? 0 : POLLOUT;
  loop_.watch(fd_, events, [this](short revents) {
    if ((revents & (POLLERR | POLLHUP | POLLNVAL)) != 0) return hang_up();
    write_some();
  });
}

void EventChannel::send(std::initializer_list<std::string_view> fields) {
  if (fd_ < 0 || unwritten_.size() > kMaxUnwritten) return;
  const char* separator = "";
  for (const std::string_view field : fields) {
    unwritten_ += separator;
    unwritten_ += escaped(field);
    separator = "\t";
  }
  unwritten_ += "\n";
  write_some();
}

void EventChannel::write_some() {
  pollfd one{fd_, POLLOUT, 0};
  while (fd_ >= 0 && !unwritten_.empty() && poll(&one, 1, 0) > 0 && (one.revents & POLLOUT) != 0) {
    const ssize_t n = write(fd_, unwritten_.data(), std::min(unwritten_.size(), kChunk));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) break;  // the loop will see the hang-up
    unwritten_.erase(0, static_cast<std::size_t>(n));
  }
  if (fd_ >= 0) watch();
}

void EventChannel::hang_up() {
  loop_.unwatch(fd_);
  fd_ = -1;
  unwritten_.clear();
  if (on_hangup_) on_hangup_();
}

void EventChannel::flush() {
  const Instant end = Clock::now() + std::chrono::milliseconds(kFlushMs);
  while (fd_ >= 0 && !unwritten_.empty() && Clock::now() < end) {
    pollfd one{fd_, POLLOUT, 0};
    if (poll(&one, 1, 100) > 0 && (one.revents & (POLLERR | POLLHUP)) != 0) return;
    write_some();
  }
}

}  // namespace borealis::runner
