#include "client/child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace borealis::client {

namespace {

constexpr int not_started = 127;

std::vector<char*> arguments_of(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  return arguments;
}

void default_signals() {
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT}) std::signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

int wait_for(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Ctrl-C on the terminal reaches the child as well; it is the child that ends, and we say how.
class IgnoreInterrupts {
 public:
  IgnoreInterrupts() {
    struct sigaction ignore {};
    ignore.sa_handler = SIG_IGN;
    sigaction(SIGINT, &ignore, &interrupt_);
    sigaction(SIGQUIT, &ignore, &quit_);
  }
  ~IgnoreInterrupts() {
    sigaction(SIGINT, &interrupt_, nullptr);
    sigaction(SIGQUIT, &quit_, nullptr);
  }
  IgnoreInterrupts(const IgnoreInterrupts&) = delete;
  IgnoreInterrupts& operator=(const IgnoreInterrupts&) = delete;

 private:
  struct sigaction interrupt_ {};
  struct sigaction quit_ {};
};

struct Running {
  ParallelRun* run;
  pid_t pid;
  int fd;
  std::string partial;
};

Running start(ParallelRun& run) {
  std::array<int, 2> output{};
  if (pipe2(output.data(), O_CLOEXEC) != 0) return {&run, -1, -1, {}};
  auto arguments = arguments_of(run.words);
  const pid_t pid = fork();
  if (pid == 0) {
    default_signals();
    const int null = open("/dev/null", O_RDONLY);
    dup2(null, STDIN_FILENO);
    dup2(output[1], STDOUT_FILENO);
    dup2(output[1], STDERR_FILENO);
    execvp(arguments[0], arguments.data());
    _exit(not_started);
  }
  close(output[1]);
  return {&run, pid, output[0], {}};
}

void give_lines(Running& running, bool at_end) {
  std::size_t from = 0;
  for (auto end = running.partial.find('\n'); end != std::string::npos; end = running.partial.find('\n', from)) {
    running.run->line(std::string_view(running.partial).substr(from, end - from));
    from = end + 1;
  }
  running.partial.erase(0, from);
  if (at_end && !running.partial.empty()) running.run->line(running.partial);
}

// Reads what is there; true: it has ended.
bool read_some(Running& running) {
  std::array<char, 65536> buffer;
  const ssize_t got = read(running.fd, buffer.data(), buffer.size());
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return false;
  if (got > 0) running.partial.append(buffer.data(), static_cast<std::size_t>(got));
  give_lines(running, got <= 0);
  if (got > 0) return false;
  close(running.fd);
  running.run->code = wait_for(running.pid);
  return true;
}

}  // namespace

lang::Result<int> run_program_and_wait(const std::vector<std::string>& words,
                                       const std::function<void(int pid)>& started) {
  // The child says through the pipe that it could not become the program.
  std::array<int, 2> failure{};
  if (pipe2(failure.data(), O_CLOEXEC) != 0)
    return lang::Error{
        lang::ErrorClass::internal, fmt::format("no pipe can be made: {}", std::strerror(errno)), {}, {}};
  auto arguments = arguments_of(words);
  const IgnoreInterrupts ignore;
  const pid_t pid = fork();
  if (pid == 0) {
    default_signals();
    execvp(arguments[0], arguments.data());
    const int error = errno;
    [[maybe_unused]] const ssize_t said = write(failure[1], &error, sizeof error);
    _exit(not_started);
  }
  close(failure[1]);
  int error = pid < 0 ? errno : 0;
  if (pid > 0 && read(failure[0], &error, sizeof error) != sizeof error) error = 0;
  close(failure[0]);
  if (error == 0 && started) started(pid);
  const int code = pid > 0 ? wait_for(pid) : -1;
  if (error == 0) return code;
  return lang::Error{lang::ErrorClass::not_found,
                     fmt::format("{} cannot be started: {}", words.front(), std::strerror(error)),
                     {},
                     {}};
}

void run_in_parallel(std::vector<ParallelRun>& runs, int width) {
  std::vector<Running> running;
  std::size_t next = 0;
  while (next < runs.size() || !running.empty()) {
    while (next < runs.size() && running.size() < static_cast<std::size_t>(width)) {
      Running started = start(runs[next++]);
      if (started.pid > 0) running.push_back(std::move(started));
    }
    std::vector<pollfd> wanted;
    for (const Running& one : running) wanted.push_back({one.fd, POLLIN, 0});
    if (poll(wanted.data(), wanted.size(), -1) < 0 && errno != EINTR) return;
    for (std::size_t i = wanted.size(); i-- > 0;) {
      if (wanted[i].revents != 0 && read_some(running[i])) running.erase(running.begin() + static_cast<long>(i));
    }
  }
}

}  // namespace borealis::client
