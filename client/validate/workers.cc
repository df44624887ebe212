#include "client/validate/workers.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <fstream>
#include <vector>

#include "client/interrupt.h"

namespace borealis::client {

namespace {

struct Worker {
  std::size_t piece = 0;
  pid_t pid = -1;
  int fd = -1;
  std::string answer;
};

// The first byte of an answer tells it from the text of an exception.
constexpr char kAnswer = 'a';
constexpr char kException = 'x';

int wait_for(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

[[noreturn]] void be_worker(int fd, pid_t parent, std::size_t piece,
                            const std::function<std::string(std::size_t)>& work) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) std::signal(number, SIG_DFL);
  std::string answer;
  try {
    answer = kAnswer + work(piece);
  } catch (const std::exception& exception) {
    answer = std::string(1, kException) + exception.what();
  }
  // Nothing of the parent's buffers is written here.
  _exit(write_all(fd, answer) ? 0 : 1);
}

// The processes whose parent this one is.
std::vector<pid_t> children() {
  std::ifstream file(fmt::format("/proc/self/task/{}/children", getpid()));
  std::vector<pid_t> found;
  for (pid_t child = 0; file >> child;) found.push_back(child);
  return found;
}

// Ends every process that descends from this one: those of configs are in groups of their own. What an ended one leaves
// behind is this process's child then.
void kill_descendants() {
  constexpr int most_rounds = 100;
  for (int round = 0; round < most_rounds; ++round) {
    const std::vector<pid_t> found = children();
    if (found.empty()) return;
    for (const pid_t child : found) kill(child, SIGKILL);
    for (const pid_t child : found) wait_for(child);
  }
}

class Pool {
 public:
  Pool(std::size_t count, std::size_t at_once, const std::function<std::string(std::size_t)>& work,
       const std::function<void(std::size_t, Worked)>& take)
      : count_(count), at_once_(at_once), work_(work), take_(take) {}

  bool run() {
    while (next_ < count_ || !workers_.empty()) {
      while (next_ < count_ && workers_.size() < at_once_) start(next_++);
      wait();
      if (InterruptScope::requested()) {
        for (const Worker& worker : workers_) close(worker.fd);
        kill_descendants();
        return false;
      }
    }
    return true;
  }

 private:
  void start(std::size_t piece) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return failed(piece, "pipe", errno);
    const pid_t parent = getpid();
    const pid_t pid = fork();
    if (pid == 0) be_worker(ends[1], parent, piece, work_);
    const int error = errno;
    close(ends[1]);
    if (pid < 0) {
      close(ends[0]);
      return failed(piece, "fork", error);
    }
    workers_.push_back({piece, pid, ends[0], {}});
  }

  void failed(std::size_t piece, const char* what, int error) {
    take_(piece, {std::nullopt, fmt::format("{}: {}", what, std::strerror(error))});
  }

  void wait() {
    if (workers_.empty()) return;
    std::vector<pollfd> fds;
    for (const Worker& worker : workers_) fds.push_back({worker.fd, POLLIN, 0});
    fds.push_back({InterruptScope::descriptor(), POLLIN, 0});
    if (poll(fds.data(), fds.size(), -1) < 0) return;
    for (std::size_t i = workers_.size(); i-- > 0;) {
      if (fds[i].revents != 0 && !read_some(workers_[i])) finish(i);
    }
  }

  // False at its end.
  static bool read_some(Worker& worker) {
    std::array<char, 65536> bytes;  // not zeroed: that would cost more than the read of a short answer
    const ssize_t got = read(worker.fd, bytes.data(), bytes.size());
    if (got < 0) return errno == EINTR;
    worker.answer.append(bytes.data(), static_cast<std::size_t>(got));
    return got > 0;
  }

  void finish(std::size_t index) {
    const Worker worker = std::move(workers_[index]);
    workers_.erase(workers_.begin() + static_cast<std::ptrdiff_t>(index));
    close(worker.fd);
    const int status = wait_for(worker.pid);
    const std::string text = worker.answer.empty() ? "" : worker.answer.substr(1);
    if (status == 0 && worker.answer.starts_with(kAnswer)) {
      take_(worker.piece, {text, ""});
    } else if (worker.answer.starts_with(kException)) {
      take_(worker.piece, {std::nullopt, text});
    } else if (WIFSIGNALED(status)) {
      take_(worker.piece, {std::nullopt, fmt::format("the process ended with signal {}", WTERMSIG(status)),
                           WTERMSIG(status) == SIGXCPU});
    } else {
      take_(worker.piece, {std::nullopt, fmt::format("the process ended with exit code {}", WEXITSTATUS(status))});
    }
  }

  std::size_t count_;
  std::size_t at_once_;
  const std::function<std::string(std::size_t)>& work_;
  const std::function<void(std::size_t, Worked)>& take_;
  std::size_t next_ = 0;
  std::vector<Worker> workers_;
};

}  // namespace

bool run_in_workers(std::size_t count, int at_once, const std::function<std::string(std::size_t)>& work,
                    const std::function<void(std::size_t, Worked)>& take) {
  const InterruptScope interrupts;
  // What an ended process leaves behind becomes a child of this one, and can be found.
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  const bool done = Pool(count, static_cast<std::size_t>(at_once), work, take).run();
  prctl(PR_SET_CHILD_SUBREAPER, 0);
  return done;
}

int usable_cores() {
  cpu_set_t cores;
  if (sched_getaffinity(0, sizeof cores, &cores) != 0) return 1;
  return std::max(CPU_COUNT(&cores), 1);
}

}  // namespace borealis::client
