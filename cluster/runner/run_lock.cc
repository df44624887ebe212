#include "cluster/runner/run_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "cluster/runner/process_tree.h"

namespace borealis::runner {

std::optional<Fd> take_lock(const std::string& run_dir, Duration patience) {
  Fd fd(open((run_dir + "/runner.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (!fd) return std::nullopt;
  const Instant end = Clock::now() + patience;
  while (flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EINTR && (errno != EWOULDBLOCK || Clock::now() >= end)) return std::nullopt;
    usleep(10'000);
  }
  return fd;
}

bool write_pid_file(const std::string& run_dir) {
  const auto self = inspect(getpid());
  const std::string line = std::to_string(getpid()) + " " + std::to_string(self ? self->start_ticks : 0) + "\n";
  return write_whole_file(run_dir + "/runner.pid", line);
}

}  // namespace borealis::runner
