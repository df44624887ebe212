#include "cluster/http_stream.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "cluster/http_head.h"

namespace borealis::cluster {

namespace {

using std::chrono::steady_clock;

using NameOf = int (*)(int, sockaddr*, socklen_t*);

void address_of(int socket, NameOf name_of, std::string& ip, int& port) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (name_of(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0 || address.sin_family != AF_INET) return;
  std::array<char, INET_ADDRSTRLEN> text{};
  inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size());
  ip = text.data();
  port = ntohs(address.sin_port);
}

}  // namespace

HttpStream::HttpStream(int socket, const HttpLimits& limits) : socket_(socket), limits_(limits) {
  enter(Phase::idle, limits_.idle);
}

void HttpStream::enter(Phase phase, std::chrono::milliseconds patience) {
  phase_ = phase;
  read_ = 0;
  since_ = steady_clock::now();
  deadline_ = since_.load() + patience;
}

bool HttpStream::wait_for_request() {
  enter(Phase::idle, limits_.idle);
  if (used_ == buffered_ && !fill()) return false;
  enter(Phase::head, limits_.head);
  return read_head();
}

bool HttpStream::read_head() {
  constexpr std::string_view kEnd = "\r\n\r\n";
  std::string head;
  while (!head.ends_with(kEnd)) {
    if (used_ == buffered_ && !fill()) return false;
    if (head.size() == limits_.head_bytes) {
      refusal_ = "HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
      return false;
    }
    head += buffer_[used_++];
    // Somebody speaks TLS, say, and waits for an answer.
    if (head.size() == 1 && (head[0] < 'A' || head[0] > 'Z')) {
      refusal_ = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
      return false;
    }
  }
  std::size_t unwanted = 0;
  head_ = adapted_head(head, unwanted);
  head_used_ = 0;
  return unwanted <= limits_.body_bytes && skip(unwanted);
}

bool HttpStream::skip(std::size_t bytes) {
  while (bytes > 0) {
    if (used_ == buffered_ && !fill()) return false;
    const std::size_t count = std::min(bytes, buffered_ - used_);
    used_ += count;
    bytes -= count;
  }
  return true;
}

void HttpStream::end_of_head(bool body_follows) {
  enter(body_follows ? Phase::body : Phase::answer, limits_.rest);
}

void HttpStream::end_of_body() {
  enter(Phase::answer, limits_.rest);
}

void HttpStream::cut() {
  cut_ = true;
  shutdown(socket_, SHUT_RDWR);
}

bool HttpStream::wait(short events) const {
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - steady_clock::now()).count();
    if (left <= 0) return false;
    pollfd waiting{socket_, events, 0};
    const int ready = poll(&waiting, 1, static_cast<int>(left));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

bool HttpStream::fill() {
  while (wait(POLLIN)) {
    const ssize_t got = recv(socket_, buffer_.data(), buffer_.size(), MSG_DONTWAIT);
    if (got > 0) {
      used_ = 0;
      buffered_ = static_cast<std::size_t>(got);
      return true;
    }
    if (got == 0 || (errno != EAGAIN && errno != EINTR)) return false;
  }
  return false;
}

bool HttpStream::is_readable() const {
  return head_used_ < head_.size() || used_ < buffered_ || wait(POLLIN);
}

bool HttpStream::is_writable() const {
  return wait(POLLOUT);
}

ssize_t HttpStream::read(char* to, std::size_t size) {
  if (head_used_ < head_.size()) {
    const std::size_t count = std::min(size, head_.size() - head_used_);
    std::memcpy(to, head_.data() + head_used_, count);
    head_used_ += count;
    return static_cast<ssize_t>(count);
  }
  if (read_ >= limits_.body_bytes) return -1;
  if (used_ == buffered_ && !fill()) return -1;
  const std::size_t count = std::min(size, buffered_ - used_);
  std::memcpy(to, buffer_.data() + used_, count);
  used_ += count;
  read_ += count;
  return static_cast<ssize_t>(count);
}

ssize_t HttpStream::write(const char* from, std::size_t size) {
  if (phase_ != Phase::answer) end_of_body();
  while (wait(POLLOUT)) {
    const ssize_t put = send(socket_, from, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (put >= 0) return put;
    if (errno != EAGAIN && errno != EINTR) return -1;
  }
  return -1;
}

void HttpStream::get_remote_ip_and_port(std::string& ip, int& port) const {
  address_of(socket_, getpeername, ip, port);
}

void HttpStream::get_local_ip_and_port(std::string& ip, int& port) const {
  address_of(socket_, getsockname, ip, port);
}

}  // namespace borealis::cluster
