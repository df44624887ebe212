#include "interp/child_process.h"

#include <sys/wait.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <thread>

namespace borealis::interp {

namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

// Between the end of the channel and that of the child.
constexpr milliseconds kLastMoment{2000};

}  // namespace

int ChildProcess::kill() {
  if (pid_ <= 0) return status_;
  ::kill(pid_, SIGKILL);
  return wait();
}

std::optional<int> ChildProcess::wait_a_moment() {
  const auto deadline = Clock::now() + kLastMoment;
  while (Clock::now() < deadline) {
    siginfo_t info = {};
    if (waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT | WNOHANG) == 0 && info.si_pid != 0) {
      return wait();
    }
    std::this_thread::sleep_for(milliseconds(5));
  }
  return std::nullopt;
}

int ChildProcess::wait() {
  if (pid_ <= 0) return status_;
  // What it started has its group; the group's number is free for others only when the child is reaped.
  siginfo_t info = {};
  while (waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT) < 0 && errno == EINTR) {
  }
  ::kill(-pid_, SIGKILL);
  while (waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return status_;
}

}  // namespace borealis::interp
