// borealis-runner: the supervisor of one task. Its command line is described in schema/launch.h.
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

#include "cluster/runner/children.h"
#include "cluster/runner/file_io.h"
#include "cluster/runner/reap.h"
#include "cluster/runner/run_lock.h"
#include "cluster/runner/status_file.h"
#include "cluster/runner/supervisor.h"

namespace borealis::runner {
namespace {

constexpr int kUsage = 64;

int complain(std::string_view what, ExitCode code) {
  write_all(2, "borealis-runner: " + std::string(what) + "\n");
  return static_cast<int>(code);
}

// First of all: an order that comes while we are still starting must wait, not kill us. (What comes before that is the
// starter's to hold back, by blocking the same signals in us.)
void block_signals() {
  sigset_t blocked;
  sigemptyset(&blocked);
  for (const int number : {SIGCHLD, SIGUSR1, SIGUSR2, SIGINT, SIGTERM}) sigaddset(&blocked, number);
  sigprocmask(SIG_SETMASK, &blocked, nullptr);
}

void set_up_process() {
  setsid();  // fails for the leader of a process group, which is its own already
  umask(022);
  constexpr unsigned kCloseOnExec = 4;  // CLOSE_RANGE_CLOEXEC, which older headers don't know
  syscall(SYS_close_range, 3u, ~0u, kCloseOnExec);
  // Our own descriptors must never get the numbers of the standard ones.
  while (true) {
    const int fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (fd < 0 || fd > 2) {
      if (fd > 2) close(fd);
      break;
    }
    fcntl(fd, F_SETFD, 0);
  }
  for (const int number : {SIGPIPE, SIGHUP}) signal(number, SIG_IGN);
  signal(SIGCHLD, SIG_DFL);  // ignored, it would take the ends of our children from us
}

std::optional<schema::LaunchSpec> read_spec(const std::string& path, std::string& problem) {
  const auto bytes = read_whole_file(path);
  if (!bytes) {
    problem = path + ": " + error_text(errno);
    return std::nullopt;
  }
  auto spec = schema::decode_launch(*bytes);
  if (!spec) {
    problem = path + ": " + spec.error().message;
    return std::nullopt;
  }
  return std::move(*spec);
}

// Whatever goes wrong inside, nothing of the task stays behind.
ExitCode supervise(const schema::LaunchSpec& spec, int events_fd) {
  try {
    return Supervisor(spec, events_fd).run();
  } catch (const std::exception& error) {
    complain(error.what(), ExitCode::internal);
  }
  Children children;
  while (!children.none_left()) {
    Children::kill_all();
    children.reap();
    usleep(10'000);
  }
  append_status(spec.run_dir, Report::lost, "Thermos failed with internal error.", spec.notify_socket, spec.task_id);
  return ExitCode::internal;
}

int run(const schema::LaunchSpec& spec, int events_fd) {
  // Others look whether it is held by holding it themselves for a moment.
  const auto lock = take_lock(spec.run_dir, std::chrono::seconds(1));
  if (!lock) return complain(spec.run_dir + "/runner.lock: " + error_text(errno), ExitCode::internal);
  if (const auto last = last_report(spec.run_dir)) {
    if (terminal(*last)) return static_cast<int>(ExitCode::already_ended);
    return complain("the supervisor of this task died: reap it", ExitCode::internal);
  }
  set_up_process();
  if (!write_pid_file(spec.run_dir)) return complain(spec.run_dir + ": " + error_text(errno), ExitCode::internal);
  return static_cast<int>(supervise(spec, events_fd));
}

int reap_task(const schema::LaunchSpec& spec) {
  // A child of the dead one that had not begun yet holds the lock for a moment.
  const auto lock = take_lock(spec.run_dir, std::chrono::seconds(2));
  if (!lock) return complain(spec.run_dir + "/runner.lock: " + error_text(errno), ExitCode::internal);
  return static_cast<int>(reap(spec));
}

int usage() {
  write_all(2, "usage: borealis-runner run SPEC [--events FD]\n       borealis-runner reap SPEC\n");
  return kUsage;
}

int main_of(int argc, char** argv) {
  const std::string_view verb = argc > 1 ? argv[1] : "";
  if (verb == "run") block_signals();
  const bool with_events = argc == 5 && std::string_view(argv[3]) == "--events";
  if (!(verb == "run" && (argc == 3 || with_events)) && !(verb == "reap" && argc == 3)) return usage();
  int events_fd = -1;
  if (with_events) {
    char* end = nullptr;
    events_fd = static_cast<int>(strtol(argv[4], &end, 10));
    if (*end != '\0' || fcntl(events_fd, F_GETFD) < 0) return usage();
  }
  std::string problem;
  const auto spec = read_spec(argv[2], problem);
  if (!spec) return complain(problem, ExitCode::internal);
  return verb == "run" ? run(*spec, events_fd) : reap_task(*spec);
}

}  // namespace
}  // namespace borealis::runner

int main(int argc, char** argv) {
  return borealis::runner::main_of(argc, argv);
}
