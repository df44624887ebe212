#include "cluster/http_connections.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>

namespace borealis::cluster {

namespace {

// What a refused client still sends is read for so long and so much: a connection closed on unread data would take the
// answer back.
constexpr time_t kLingerSeconds = 1;
constexpr std::size_t kLingerBytes = 4u << 20;

thread_local HttpStream* serving = nullptr;

void linger(int socket) {
  shutdown(socket, SHUT_WR);
  const timeval timeout{kLingerSeconds, 0};
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(kLingerSeconds);
  std::array<char, 16 << 10> ignored{};
  std::size_t total = 0;
  while (total < kLingerBytes && std::chrono::steady_clock::now() < end) {
    const ssize_t got = recv(socket, ignored.data(), ignored.size(), 0);
    if (got <= 0) return;
    total += static_cast<std::size_t>(got);
  }
}

}  // namespace

bool has_body(const httplib::Request& request) {
  return request.has_header("Content-Length") || request.has_header("Transfer-Encoding");
}

void HttpConnections::add(HttpStream& stream) {
  const std::lock_guard lock(mutex_);
  streams_.insert(&stream);
  if (ending_) stream.cut();
}

void HttpConnections::remove(HttpStream& stream) {
  const std::lock_guard lock(mutex_);
  streams_.erase(&stream);
}

void HttpConnections::make_room() {
  const std::lock_guard lock(mutex_);
  HttpStream* longest = nullptr;
  for (HttpStream* stream : streams_) {
    if (stream->phase() == HttpStream::Phase::answer || stream->was_cut()) continue;
    const auto rank = [](const HttpStream* s) { return std::pair(s->phase(), s->since()); };
    if (longest == nullptr || rank(stream) < rank(longest)) longest = stream;
  }
  if (longest != nullptr) longest->cut();
}

void HttpConnections::end() {
  const std::lock_guard lock(mutex_);
  ending_ = true;
  for (HttpStream* stream : streams_) {
    if (stream->phase() != HttpStream::Phase::answer) stream->cut();
  }
}

bool HttpConnections::ending() {
  const std::lock_guard lock(mutex_);
  return ending_;
}

void HttpThreads::enqueue(std::function<void()> work) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back(std::move(work));
  if (idle_ >= waiting_.size()) {
    ready_.notify_one();
  } else if (threads_.size() < connections_.limits().connections) {
    threads_.emplace_back([this] { run(); });
  } else {
    connections_.make_room();
  }
}

void HttpThreads::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    ++idle_;
    ready_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
    --idle_;
    if (waiting_.empty()) return;
    const std::function<void()> work = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    work();
    lock.lock();
  }
}

void HttpThreads::shutdown() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  ready_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

LimitedServer::LimitedServer(const HttpLimits& limits) : connections_(limits) {
  new_task_queue = [this] { return new HttpThreads(connections_); };
}

void LimitedServer::end_of_head(const httplib::Request& request) {
  if (serving != nullptr) serving->end_of_head(has_body(request));
}

void LimitedServer::end_of_body() {
  if (serving != nullptr) serving->end_of_body();
}

void LimitedServer::close_after_this() {
  if (serving != nullptr) serving->close_after_this();
}

bool LimitedServer::process_and_close_socket(int socket) {
  HttpStream stream(socket, connections_.limits());
  serving = &stream;
  connections_.add(stream);
  bool served = true;
  bool unread = false;
  while (served && !connections_.ending() && stream.wait_for_request()) {
    bool closes = false;
    served = process_request(stream, false, closes, nullptr);
    unread = stream.closes_after_this();
    if (closes || unread) break;
  }
  if (const char* refusal = stream.refusal()) {
    unread = true;
    stream.write(refusal, std::strlen(refusal));
  }
  serving = nullptr;
  connections_.remove(stream);
  if (unread || !served) linger(socket);
  shutdown(socket, SHUT_RDWR);
  close(socket);
  return served;
}

}  // namespace borealis::cluster
