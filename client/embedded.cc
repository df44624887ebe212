#include "client/embedded.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <thread>

#include "client/interrupt.h"
#include "client/sandbox.h"

namespace borealis::client {

namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr std::chrono::seconds patience_for_start(60);

lang::Error failed(std::string message, std::string hint = {}) {
  return {lang::ErrorClass::unreachable, std::move(message), std::move(hint), {}};
}

// What the child needs, made before fork(): it may call nothing that allocates.
struct Launch {
  std::vector<std::string> words;
  std::vector<char*> argv;
  int ready_write = -1;
  int output = -1;  // -1: ours
  bool session = true;
};

[[noreturn]] void become(const Launch& launch) {
  if (launch.session) {
    // No terminal of ours ends it.
    setsid();
  } else {
    // Ctrl-C is ours to pass on; it ends when we do.
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
  }
  const int null = open("/dev/null", O_RDWR);
  dup2(null, STDIN_FILENO);
  if (launch.output >= 0) {
    dup2(launch.output, STDOUT_FILENO);
    dup2(launch.output, STDERR_FILENO);
  } else {
    dup2(STDERR_FILENO, STDOUT_FILENO);
  }
  if (launch.ready_write >= 0) fcntl(launch.ready_write, F_SETFD, 0);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) std::signal(number, SIG_DFL);
  execv(launch.argv[0], launch.argv.data());
  _exit(127);
}

// A line from the pipe, or nothing at its end, when time is up, or on Ctrl-C.
std::optional<std::string> read_line(int fd, std::chrono::seconds timeout) {
  const auto end = steady_clock::now() + timeout;
  std::string line;
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - steady_clock::now()).count();
    if (left <= 0) return std::nullopt;
    std::array<pollfd, 2> waiting = {pollfd{fd, POLLIN, 0}, pollfd{InterruptScope::descriptor(), POLLIN, 0}};
    if (poll(waiting.data(), waiting.size(), static_cast<int>(left)) < 0 && errno != EINTR) return std::nullopt;
    if (InterruptScope::requested()) return std::nullopt;
    if (waiting[0].revents == 0) continue;
    char c = 0;
    const ssize_t got = read(fd, &c, 1);
    if (got == 0 || (got < 0 && errno != EINTR)) return std::nullopt;
    if (got < 0) continue;
    if (c == '\n') return line;
    line += c;
  }
}

lang::Error start_failure(pid_t pid, const std::string& log) {
  int status = 0;
  bool ended = false;
  // Who says no more is about to end, if it is not silent because it hangs.
  for (int tries = 0; tries < 100 && !ended && !InterruptScope::requested(); ++tries) {
    ended = waitpid(pid, &status, WNOHANG) == pid;
    if (!ended) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  if (!ended) {
    kill(pid, SIGTERM);
    waitpid(pid, &status, 0);
  }
  if (InterruptScope::requested()) return {lang::ErrorClass::interrupted, "the cluster was not started", {}, {}};
  std::string words = log.empty() ? "" : tail_of_file(log, 5).value_or("");
  while (!words.empty() && words.back() == '\n') words.pop_back();
  const std::string said = words.empty() ? "" : ":\n" + words;
  const std::string hint = log.empty() ? "" : fmt::format("its log is {}", log);
  if (!ended)
    return failed(fmt::format("the cluster's API did not answer within {} s{}", patience_for_start.count(), said),
                  hint);
  if (WIFEXITED(status) && WEXITSTATUS(status) == static_cast<int>(lang::ErrorClass::conflict))
    return {lang::ErrorClass::conflict, "the cluster could not start" + said, hint, {}};
  if (WIFSIGNALED(status))
    return failed(fmt::format("the cluster was ended by signal {}{}", WTERMSIG(status), said), hint);
  return failed(fmt::format("the cluster could not start (exit code {}){}", WEXITSTATUS(status), said), hint);
}

}  // namespace

lang::Result<std::string> find_program(const std::string& name) {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  const fs::path here = self.parent_path();
  for (const fs::path& directory : {here, here.parent_path() / "libexec" / "borealis"}) {
    const fs::path candidate = directory / name;
    if (access(candidate.c_str(), X_OK) == 0) return candidate.string();
  }
  return lang::Error{
      lang::ErrorClass::not_found,
      fmt::format("{} is neither in {} nor in {}/libexec/borealis", name, here.string(), here.parent_path().string()),
      "it comes with borealis: build or install all of it",
      {}};
}

lang::Status make_directories(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error)
    return lang::Error{lang::ErrorClass::output, fmt::format("{} cannot be made: {}", path, error.message()), {}, {}};
  return lang::Unit{};
}

lang::Result<ClusterLock> ClusterLock::take(const Context& context, const std::string& name,
                                            std::chrono::seconds patience) {
  const std::string path = announcement_path(context, name) + ".lock";
  if (auto status = make_directories(fs::path(path).parent_path()); !status) return std::move(status).error();
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0)
    return lang::Error{
        lang::ErrorClass::output, fmt::format("{} cannot be opened: {}", path, std::strerror(errno)), {}, {}};
  const auto end = steady_clock::now() + patience;
  while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (steady_clock::now() > end) {
      close(fd);
      return lang::Error{lang::ErrorClass::conflict,
                         fmt::format("the cluster '{}' is being started or ended by another process", name),
                         "try again in a moment",
                         {}};
    }
    interruptible_sleep(std::chrono::milliseconds(50));
    if (InterruptScope::requested()) {
      close(fd);
      return lang::Error{lang::ErrorClass::interrupted, "nothing was started or ended", {}, {}};
    }
  }
  return ClusterLock(fd);
}

ClusterLock::~ClusterLock() {
  if (fd_ >= 0) close(fd_);
}

lang::Result<StartedCluster> start_cluster(const ClusterStart& start, Context& context) {
  auto program = find_program("borealis-clusterd");
  if (!program) return std::move(program).error();
  auto runner = find_program("borealis-runner");
  if (!runner) return std::move(runner).error();
  StartedCluster started;
  Launch launch;
  launch.session = !start.foreground;
  if (!start.foreground) {
    started.log = start.state_dir + "/clusterd.log";
    launch.output = open(started.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (launch.output < 0)
      return lang::Error{
          lang::ErrorClass::output, fmt::format("{} cannot be written: {}", started.log, std::strerror(errno)), {}, {}};
  }
  std::array<int, 2> ready{};
  if (pipe2(ready.data(), O_CLOEXEC) != 0) return failed(std::strerror(errno));
  launch.ready_write = ready[1];
  launch.words = {*program,
                  "--name",
                  start.name,
                  "--port",
                  std::to_string(start.port),
                  "--state",
                  start.state_dir,
                  "--runner",
                  *runner,
                  "--build-id",
                  context.program.build_id,
                  "--ready-fd",
                  std::to_string(ready[1])};
  launch.words.insert(launch.words.end(), start.host_arguments.begin(), start.host_arguments.end());
  for (std::string& word : launch.words) launch.argv.push_back(word.data());
  launch.argv.push_back(nullptr);
  const pid_t pid = fork();
  if (pid == 0) become(launch);
  close(ready[1]);
  if (launch.output >= 0) close(launch.output);
  if (pid < 0) {
    close(ready[0]);
    return failed(fmt::format("no process can be started: {}", std::strerror(errno)));
  }
  const auto url = read_line(ready[0], patience_for_start);
  close(ready[0]);
  if (!url) return start_failure(pid, started.log);
  started.announcement = {start.name, *url, pid, process_start_time(pid), start.state_dir};
  return started;
}

lang::Status end_orphaned_tasks(const std::string& state_dir, const std::string& name, Context& context) {
  auto program = find_program("borealis-clusterd");
  if (!program) return std::move(program).error();
  auto runner = find_program("borealis-runner");
  if (!runner) return std::move(runner).error();
  Launch launch;
  launch.session = false;
  launch.words = {
      *program,     "--name", name, "--state", state_dir, "--runner", *runner, "--build-id", context.program.build_id,
      "--end-tasks"};
  for (std::string& word : launch.words) launch.argv.push_back(word.data());
  launch.argv.push_back(nullptr);
  const pid_t pid = fork();
  if (pid == 0) become(launch);
  if (pid < 0) return failed(fmt::format("no process can be started: {}", std::strerror(errno)));
  int status = 0;
  while (waitpid(pid, &status, WNOHANG) == 0) {
    if (interruptible_sleep(std::chrono::milliseconds(20))) continue;
    kill(pid, SIGTERM);
    waitpid(pid, &status, 0);
    return lang::Error{lang::ErrorClass::interrupted, "no longer ending the tasks", {}, {}};
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return lang::Unit{};
  return failed(fmt::format("the tasks that the cluster '{}' left could not be ended", name),
                fmt::format("its state is in {}", state_dir));
}

bool wait_for_end(const Announcement& cluster, std::chrono::seconds timeout) {
  const auto end = steady_clock::now() + timeout;
  while (cluster.alive()) {
    if (steady_clock::now() > end || !interruptible_sleep(std::chrono::milliseconds(20))) return false;
  }
  return true;
}

}  // namespace borealis::client
