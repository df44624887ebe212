#include "client/interrupt.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <initializer_list>

namespace borealis::client {

namespace {

std::atomic<int> wanted = 0;
std::atomic<int> first = 0;
std::atomic<int> seen = 0;
std::array<int, 2> wake_pipe = {-1, -1};

extern "C" void on_signal(int number) {
  if (seen.fetch_add(1) >= wanted.load()) _exit(128 + number);
  int none = 0;
  first.compare_exchange_strong(none, number);
  const int saved_errno = errno;
  const char byte = 0;
  [[maybe_unused]] const ssize_t written = ::write(wake_pipe[1], &byte, 1);
  errno = saved_errno;
}

}  // namespace

void install_signal_handlers() {
  std::signal(SIGPIPE, SIG_IGN);
  if (wake_pipe[0] == -1 && pipe2(wake_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0) wake_pipe = {-1, -1};
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction old {};
    sigaction(number, nullptr, &old);
    // Started with nohup, or in the background of a shell without job control: leave it so.
    if (old.sa_handler != SIG_IGN) sigaction(number, &action, nullptr);
  }
}

InterruptScope::InterruptScope(int count) : wanted_before_(wanted.exchange(count)) {}

InterruptScope::~InterruptScope() {
  wanted.store(wanted_before_);
}

int InterruptScope::signal() {
  return first.load();
}

int InterruptScope::count() {
  return seen.load();
}

int InterruptScope::descriptor() {
  return wake_pipe[0];
}

void InterruptScope::drain() {
  std::array<char, 16> bytes{};
  while (read(wake_pipe[0], bytes.data(), bytes.size()) > 0) {
  }
}

bool interruptible_sleep(std::chrono::milliseconds duration) {
  const auto end = std::chrono::steady_clock::now() + duration;
  while (!InterruptScope::requested()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return true;
    pollfd wake = {wake_pipe[0], POLLIN, 0};
    poll(&wake, 1, static_cast<int>(left.count()));
  }
  return false;
}

}  // namespace borealis::client
