#include "cluster/runner/shell_check.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "cluster/runner/spawn.h"

namespace borealis::runner {

namespace {

// As much as a message can show.
constexpr std::size_t kMaxOutput = 1000;

}  // namespace

ShellCheck::ShellCheck(Loop& loop, Children& children, std::string command, std::optional<Account> account,
                       Duration timeout, Done done)
    : loop_(loop), children_(children), command_(std::move(command)), done_(std::move(done)) {
  if (const auto problem = launch(std::move(account))) {
    timer_ = loop_.at(Clock::now(), [this, reason = "OSError: " + *problem] { finish(reason); });
    return;
  }
  timer_ = loop_.at(Clock::now() + timeout, [this] { finish("Health check timed out."); });
}

ShellCheck::~ShellCheck() {
  stop();
}

std::optional<std::string> ShellCheck::launch(std::optional<Account> account) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return error_text(errno);
  pipe_.reset(ends[0]);
  const Fd theirs(ends[1]);
  fcntl(pipe_.get(), F_SETFL, O_NONBLOCK);
  SpawnRequest request;
  request.command = command_;
  request.account = std::move(account);
  request.output = theirs.get();
  request.errors = theirs.get();
  auto child = PendingChild::fork(request);
  if (!child) return error_text(errno);
  pid_ = child->pid();
  if (auto problem = child->release()) {
    pid_ = 0;
    return problem;
  }
  children_.expect(pid_, [this](int status) { ended(status); });
  loop_.watch(pipe_.get(), POLLIN, [this](short) { read_output(); });
  return std::nullopt;
}

void ShellCheck::read_output() {
  std::array<char, 1024> chunk;
  for (;;) {
    const ssize_t n = read(pipe_.get(), chunk.data(), chunk.size());
    if (n < 0 && errno == EINTR) continue;
    if (n == 0) loop_.unwatch(pipe_.get());
    if (n <= 0) return;
    if (output_.size() < kMaxOutput) output_.append(chunk.data(), static_cast<std::size_t>(n));
  }
}

void ShellCheck::ended(int status) {
  read_output();
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  if (code == 0) return finish("");
  if (output_.size() > kMaxOutput) output_.resize(kMaxOutput);
  finish("Command '" + command_ + "' returned non-zero exit status " + std::to_string(code) + " with output '" +
         output_ + "'");
}

void ShellCheck::finish(const std::string& reason) {
  stop();
  const Done done = std::move(done_);
  done(reason);
}

void ShellCheck::stop() {
  loop_.cancel(timer_);
  if (pipe_) loop_.unwatch(pipe_.get());
  pipe_.reset();
  if (pid_ == 0) return;
  children_.forget(pid_);
  Children::kill_session(pid_);
  pid_ = 0;
}

}  // namespace borealis::runner
