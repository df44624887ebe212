#include "interp/channel.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace borealis::interp {
namespace {

constexpr std::size_t kHeader = 5;  // u32 length of the payload, little-endian; u8 kind
constexpr std::chrono::milliseconds kForever{-1};

bool poll_for(int fd, short events, int timeout_ms) {
  pollfd entry{fd, events, 0};
  return poll(&entry, 1, timeout_ms) > 0;
}

}  // namespace

void Channel::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

bool Channel::send(MessageKind kind, std::string_view payload) {
  std::string bytes;
  bytes.reserve(kHeader + payload.size());
  for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<char>(payload.size() >> shift));
  bytes.push_back(static_cast<char>(kind));
  bytes.append(payload);
  std::string_view rest = bytes;
  while (!rest.empty()) {
    const ssize_t n = ::send(fd_, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    rest.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

void Channel::limit_sending(std::chrono::seconds most) const {
  const timeval limit = {most.count(), 0};
  setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

bool Channel::writable() const {
  return poll_for(fd_, POLLOUT, 0);
}

bool Channel::readable() const {
  return pending_.size() - taken_ >= kHeader || poll_for(fd_, POLLIN, 0);
}

bool Channel::extract(Message& message) {
  const std::string_view rest = std::string_view(pending_).substr(taken_);
  if (rest.size() < kHeader) return false;
  std::uint32_t length = 0;
  for (std::size_t i = 4; i-- > 0;) length = (length << 8) | static_cast<unsigned char>(rest[i]);
  if (length > most_payload_) {
    broken_ = true;
    return false;
  }
  if (rest.size() < kHeader + length) return false;
  message.kind = static_cast<MessageKind>(rest[4]);
  message.payload.assign(rest, kHeader, length);
  taken_ += kHeader + length;
  return true;
}

bool Channel::wait_for_input(int timeout_ms) {
  pollfd entries[2] = {{fd_, POLLIN, 0}, {watched_ ? watched_() : -1, POLLIN, 0}};
  if (poll(entries, 2, timeout_ms) <= 0) return false;
  if (entries[1].revents != 0) ready_();
  return entries[0].revents != 0;
}

Channel::Wait Channel::receive(Message& message, std::chrono::milliseconds timeout) {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + timeout;
  while (broken_ || !extract(message)) {
    if (broken_ || fd_ < 0) return Wait::closed;
    int wait = -1;
    if (timeout != kForever) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
      if (left <= 0) return Wait::timeout;
      wait = static_cast<int>(std::min<long long>(left + 1, 3'600'000));
    }
    if (!wait_for_input(wait)) continue;
    std::array<char, 65536> buffer;
    const ssize_t n = recv(fd_, buffer.data(), buffer.size(), 0);
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (n <= 0) {
      broken_ = true;
      continue;
    }
    received_ += static_cast<std::uint64_t>(n);
    if (received_ > most_bytes_) broken_ = true;
    // Only what is left of the last message is moved.
    pending_.erase(0, std::exchange(taken_, 0));
    pending_.append(buffer.data(), static_cast<std::size_t>(n));
  }
  return Wait::message;
}

std::optional<Message> Channel::receive() {
  Message message;
  if (receive(message, kForever) != Wait::message) return std::nullopt;
  return message;
}

}  // namespace borealis::interp
