#include "cluster/http_connection.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <string_view>

namespace borealis::cluster {

namespace {

constexpr std::size_t kLargestHead = 256u << 10;
constexpr std::size_t kLargestSkip = 64u << 20;
// So often a waiting connection looks whether the server stops.
constexpr int kSliceMs = 100;

bool wait_for(socket_t socket, short events, int timeout_ms) {
  pollfd waiting{socket, events, 0};
  int ready = 0;
  do {
    ready = poll(&waiting, 1, timeout_ms);
  } while (ready < 0 && errno == EINTR);
  return ready > 0;
}

bool same_letters(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

// The value of a header in the head of a request.
std::optional<std::string_view> header(std::string_view head, std::string_view name) {
  for (std::size_t at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n", at)) {
    at += 2;
    const std::size_t end = std::min(head.find("\r\n", at), head.size());
    const std::string_view line = head.substr(at, end - at);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !same_letters(line.substr(0, colon), name)) continue;
    std::string_view value = line.substr(colon + 1);
    while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
    return value;
  }
  return std::nullopt;
}

}  // namespace

std::string adapted_head(const std::string& head, std::size_t& skip) {
  skip = 0;
  const std::size_t blank = head.find(' ');
  if (blank == std::string::npos) return head;
  const std::string method = head.substr(0, blank);
  const std::string target = head.substr(blank + 1, head.find(' ', blank + 1) - blank - 1);
  const bool api = target == "/api" || target.starts_with("/api?");
  const auto length = header(head, "Content-Length");
  const bool has_body = length || header(head, "Transfer-Encoding");
  std::string out = head;
  // The server would not tell an empty one from none at all.
  if (header(head, "Content-Type") == "") out.insert(out.size() - 2, "Content-Type: none\r\n");
  if (method == "GET" && api) out.replace(0, blank, "POST");
  if (method == "POST" || (method == "GET" && api)) {
    // The server would read until the connection ends.
    if (!has_body) out.insert(out.size() - 2, "Content-Length: 0\r\n");
  } else if (length && (method == "GET" || method == "HEAD" || method == "OPTIONS")) {
    std::from_chars(length->data(), length->data() + length->size(), skip);
  }
  return out;
}

bool RequestStream::open_request() {
  ahead_.erase(0, used_);
  used_ = 0;
  std::size_t end = ahead_.find("\r\n\r\n");
  while (end == std::string::npos) {
    if (ahead_.size() > kLargestHead) return true;  // the server refuses it
    char buffer[4096];
    const ssize_t got = receive(buffer, sizeof buffer);
    if (got <= 0) return false;
    ahead_.append(buffer, static_cast<std::size_t>(got));
    end = ahead_.find("\r\n\r\n");
  }
  std::size_t unwanted = 0;
  const std::string head = adapted_head(ahead_.substr(0, end + 4), unwanted);
  ahead_.erase(0, end + 4);
  if (!skip(unwanted)) return false;
  ahead_.insert(0, head);
  return true;
}

bool RequestStream::skip(std::size_t bytes) {
  if (bytes > kLargestSkip) return false;
  const std::size_t held = std::min(bytes, ahead_.size());
  ahead_.erase(0, held);
  for (bytes -= held; bytes > 0;) {
    char buffer[4096];
    const ssize_t got = receive(buffer, std::min(bytes, sizeof buffer));
    if (got <= 0) return false;
    bytes -= static_cast<std::size_t>(got);
  }
  return true;
}

ssize_t RequestStream::receive(char* ptr, size_t size) {
  if (!wait_for(socket_, POLLIN, timeout_ms_)) return -1;
  ssize_t got = 0;
  do {
    got = recv(socket_, ptr, size, 0);
  } while (got < 0 && errno == EINTR);
  return got;
}

bool RequestStream::is_readable() const {
  return used_ < ahead_.size() || wait_for(socket_, POLLIN, timeout_ms_);
}

bool RequestStream::is_writable() const {
  return wait_for(socket_, POLLOUT, timeout_ms_);
}

ssize_t RequestStream::read(char* ptr, size_t size) {
  if (used_ == ahead_.size()) return receive(ptr, size);
  const std::size_t count = std::min(size, ahead_.size() - used_);
  std::memcpy(ptr, ahead_.data() + used_, count);
  used_ += count;
  return static_cast<ssize_t>(count);
}

ssize_t RequestStream::write(const char* ptr, size_t size) {
  if (!is_writable()) return -1;
  ssize_t sent = 0;
  do {
    sent = send(socket_, ptr, size, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent;
}

void RequestStream::get_remote_ip_and_port(std::string& ip, int& port) const {
  ip = "127.0.0.1";  // nobody else is listened to
  port = 0;
}

void RequestStream::get_local_ip_and_port(std::string& ip, int& port) const {
  ip = "127.0.0.1";
  port = 0;
}

bool ConnectionServer::process_and_close_socket(socket_t socket) {
  RequestStream stream(socket, static_cast<int>(read_timeout_sec_) * 1000);
  bool served = true;
  for (std::size_t left = keep_alive_max_count_; left > 0; --left) {
    int waited = 0;
    bool ready = stream.has_ahead();
    while (svr_sock_ != INVALID_SOCKET && !ready && waited < keep_alive_timeout_sec_ * 1000) {
      ready = wait_for(socket, POLLIN, kSliceMs);
      waited += kSliceMs;
    }
    if (!ready || !stream.open_request()) break;
    bool closed = false;
    served = process_request(stream, left == 1, closed, nullptr);
    if (!served || closed) break;
  }
  shutdown(socket, SHUT_RDWR);
  close(socket);
  return served;
}

}  // namespace borealis::cluster
