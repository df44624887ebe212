#include "cluster/runner/http_exchange.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <utility>

#include "cluster/runner/http_message.h"

namespace borealis::runner {

namespace {

// More than any sane health page; a server that sends without end is cut off here.
constexpr std::size_t kMaxResponse = 1 << 20;
constexpr int kAddresses = 2;

// The n-th address of "localhost".
Fd begin_connect(int n, int port) {
  const int family = n == 0 ? AF_INET : AF_INET6;
  Fd fd(socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd) return fd;
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(static_cast<std::uint16_t>(port));
  v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = v4.sin_port;
  v6.sin6_addr = in6addr_loopback;
  const int result = n == 0 ? connect(fd.get(), reinterpret_cast<const sockaddr*>(&v4), sizeof v4)
                            : connect(fd.get(), reinterpret_cast<const sockaddr*>(&v6), sizeof v6);
  if (result != 0 && errno != EINPROGRESS) return Fd();
  return fd;
}

std::string with_slash(const std::string& path) {
  return path.starts_with('/') ? path : "/" + path;
}

}  // namespace

std::string url_of(const HttpRequest& request) {
  return "http://localhost:" + std::to_string(request.port) + with_slash(request.path);
}

HttpExchange::HttpExchange(Loop& loop, HttpRequest request, Done done)
    : loop_(loop), request_(std::move(request)), done_(std::move(done)) {
  timer_ = loop_.at(Clock::now() + request_.timeout, [this] { finish({"timed out", 0, ""}); });
  connect_next();
}

HttpExchange::~HttpExchange() {
  loop_.cancel(timer_);
  drop_socket();
}

void HttpExchange::drop_socket() {
  if (socket_) loop_.unwatch(socket_.get());
  socket_.reset();
}

void HttpExchange::connect_next() {
  drop_socket();
  int error = ECONNREFUSED;
  while (address_ < kAddresses && !socket_) {
    socket_ = begin_connect(address_++, request_.port);
    if (!socket_) error = errno;
  }
  if (!socket_) {
    // From the loop, as promised, also when we are still in the constructor.
    loop_.cancel(timer_);
    timer_ = loop_.at(Clock::now(), [this, error] { finish({error_text(error), 0, ""}); });
    return;
  }
  connected_ = false;
  received_.clear();
  unsent_ = request_.method + " " + with_slash(request_.path) +
            " HTTP/1.1\r\nHost: localhost:" + std::to_string(request_.port) + "\r\nUser-Agent: borealis-runner\r\n" +
            (request_.method == "POST" ? "Content-Length: 0\r\n" : "") + "Accept: */*\r\nConnection: close\r\n\r\n";
  loop_.watch(socket_.get(), POLLOUT, [this](short) { on_event(); });
}

void HttpExchange::on_event() {
  if (!connected_) {
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) return fail_address(error);
    connected_ = true;
  }
  if (!unsent_.empty() && !send_request()) return;
  receive();
}

// IPv6 is only asked when nobody listens on IPv4; what IPv4 said is the more useful answer then.
void HttpExchange::fail_address(int error) {
  if (address_ < kAddresses && error == ECONNREFUSED) return connect_next();
  finish({error_text(error), 0, ""});
}

bool HttpExchange::send_request() {
  const ssize_t n = send(socket_.get(), unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
  if (n < 0 && errno != EAGAIN && errno != EINTR) {
    finish({error_text(errno), 0, ""});
    return false;
  }
  if (n > 0) unsent_.erase(0, static_cast<std::size_t>(n));
  if (!unsent_.empty()) return false;
  loop_.watch(socket_.get(), POLLIN, [this](short) { on_event(); });
  return true;
}

void HttpExchange::receive() {
  std::array<char, 4096> chunk;
  for (;;) {
    const ssize_t n = recv(socket_.get(), chunk.data(), chunk.size(), 0);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN) return;
    if (n < 0) return finish({error_text(errno), 0, ""});
    received_.append(chunk.data(), static_cast<std::size_t>(n));
    HttpResponse response;
    switch (read_response(received_, n == 0, response)) {
      case HttpProgress::malformed:
        return finish(
            {received_.empty() ? "the connection was closed without an answer" : "not an HTTP response", 0, ""});
      case HttpProgress::complete:
        if (request_.follow_redirects && response.code / 100 == 3 && !response.location.empty())
          return follow(response.location, response.code);
        return finish({"", response.code, std::move(response.body)});
      case HttpProgress::incomplete:
        break;
    }
    if (received_.size() > kMaxResponse) return finish({"the response is too long", 0, ""});
  }
}

void HttpExchange::follow(const std::string& location, int code) {
  HttpRequest next = request_;
  std::string rest = location;
  if (rest.starts_with("http://")) {
    rest.erase(0, 7);
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string host_port = rest.substr(0, slash);
    rest.erase(0, slash);
    const std::size_t colon = host_port.rfind(':');
    const bool bare = colon == std::string::npos || host_port.ends_with(']');
    const std::string host = bare ? host_port : host_port.substr(0, colon);
    next.port = bare ? 80 : atoi(host_port.c_str() + colon + 1);
    if (host != "localhost" && host != "127.0.0.1" && host != "[::1]")
      return finish({"redirected to another machine: " + location, code, ""});
  } else if (rest.find("://") != std::string::npos) {
    return finish({"redirected to " + location, code, ""});
  }
  if (redirects_left_-- == 0) return finish({"redirected too often", code, ""});
  next.path = rest.substr(0, rest.find('#'));
  request_ = std::move(next);
  address_ = 0;
  connect_next();
}

void HttpExchange::finish(const HttpAnswer& answer) {
  loop_.cancel(timer_);
  drop_socket();
  const Done done = std::move(done_);
  done(answer);
}

}  // namespace borealis::runner
