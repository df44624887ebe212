#include "cluster/runner/spawn.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace borealis::runner {

namespace {

enum class Step : unsigned char { session, control_group, limit, descriptors, groups, group, user, directory, program };
constexpr const char* kStepNames[] = {"setsid", "cgroup", "setrlimit", "dup2",     "setgroups",
                                      "setgid", "setuid", "chdir",     "/bin/bash"};

struct Failure {
  Step step;
  int error;
};

[[noreturn]] void give_up(int channel, Step step) {
  const Failure failure{step, errno};
  (void)!write(channel, &failure, sizeof failure);
  _exit(127);
}

void default_signals() {
  for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

// The soft limit only: who needs more may raise it (`ulimit -Sd unlimited`).
bool limit_data(std::int64_t bytes) {
  rlimit limit{};
  if (getrlimit(RLIMIT_DATA, &limit) != 0) return false;
  limit.rlim_cur = std::min(limit.rlim_cur, static_cast<rlim_t>(bytes));
  return setrlimit(RLIMIT_DATA, &limit) == 0;
}

bool set_descriptors(const SpawnRequest& request) {
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null < 0) return false;
  // Copied out of the way first: one of them may have the number another one is to get.
  const int output = fcntl(request.output >= 0 ? request.output : null, F_DUPFD_CLOEXEC, 3);
  const int errors = fcntl(request.errors >= 0 ? request.errors : null, F_DUPFD_CLOEXEC, 3);
  return output >= 0 && errors >= 0 && dup2(null, 0) == 0 && dup2(output, 1) == 1 && dup2(errors, 2) == 2;
}

[[noreturn]] void become(const SpawnRequest& request, int channel) {
  char go = 0;
  if (read(channel, &go, 1) != 1) _exit(127);
  if (setsid() < 0) give_up(channel, Step::session);
  if (request.group >= 0 && write(request.group, "0", 1) != 1) give_up(channel, Step::control_group);
  if (request.data_limit > 0 && !limit_data(request.data_limit)) give_up(channel, Step::limit);
  if (!set_descriptors(request)) give_up(channel, Step::descriptors);
  if (const auto& account = request.account) {
    if (setgroups(account->groups.size(), account->groups.data()) != 0) give_up(channel, Step::groups);
    if (setgid(account->gid) != 0) give_up(channel, Step::group);
    if (setuid(account->uid) != 0) give_up(channel, Step::user);
  }
  if (request.directory && chdir(request.directory->c_str()) != 0) give_up(channel, Step::directory);
  std::vector<char*> environment;
  if (request.environment) {
    for (const std::string& variable : *request.environment) environment.push_back(const_cast<char*>(variable.c_str()));
  }
  environment.push_back(nullptr);
  default_signals();
  constexpr unsigned kCloseOnExec = 4;  // CLOSE_RANGE_CLOEXEC, which older headers don't know
  syscall(SYS_close_range, 3u, ~0u, kCloseOnExec);
  const char* arguments[] = {"/bin/bash", "-c", request.command.c_str(), nullptr};
  execve(arguments[0], const_cast<char* const*>(arguments), request.environment ? environment.data() : environ);
  give_up(channel, Step::program);
}

}  // namespace

std::optional<PendingChild> PendingChild::fork(const SpawnRequest& request) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return std::nullopt;
  Fd ours(ends[0]);
  Fd theirs(ends[1]);
  const pid_t pid = ::fork();
  if (pid < 0) return std::nullopt;
  if (pid == 0) {
    ours.reset();
    become(request, theirs.get());
  }
  return PendingChild(pid, std::move(ours));
}

std::optional<std::string> PendingChild::release() {
  Failure failure{};
  ssize_t n = -1;
  if (send(channel_.get(), "g", 1, MSG_NOSIGNAL) == 1) {
    do n = read(channel_.get(), &failure, sizeof failure);
    while (n < 0 && errno == EINTR);
  }
  channel_.reset();
  if (n == 0) return std::nullopt;  // closed by a successful exec
  if (n != sizeof failure) return "it died before it began";
  return std::string(kStepNames[static_cast<std::size_t>(failure.step)]) + ": " + error_text(failure.error);
}

}  // namespace borealis::runner
