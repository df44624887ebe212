#include "cluster/runner/disk_watch.h"

#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <set>
#include <utility>

namespace borealis::runner {

namespace {

// nftw() hands its visitor nothing of the caller's.
struct Tally {
  std::int64_t bytes = 0;
  std::set<std::pair<dev_t, ino_t>> linked;  // files with several names
};
Tally* current_tally = nullptr;

int visit(const char*, const struct stat* info, int kind, struct FTW*) {
  if (kind == FTW_NS) return 0;
  if (info->st_nlink > 1 && !S_ISDIR(info->st_mode) &&
      !current_tally->linked.emplace(info->st_dev, info->st_ino).second)
    return 0;
  current_tally->bytes += static_cast<std::int64_t>(info->st_blocks) * 512;
  return 0;
}

}  // namespace

std::int64_t disk_usage(const std::string& directory) {
  Tally tally;
  current_tally = &tally;
  nftw(directory.c_str(), visit, 32, FTW_PHYS);
  current_tally = nullptr;
  return tally.bytes;
}

DiskWatch::DiskWatch(Loop& loop, Children& children, std::string directory, std::int64_t limit, Duration interval,
                     Exceeded exceeded)
    : loop_(loop),
      children_(children),
      directory_(std::move(directory)),
      limit_(limit),
      interval_(interval),
      exceeded_(std::move(exceeded)) {
  schedule();
}

DiskWatch::~DiskWatch() {
  loop_.cancel(timer_);
  if (answer_) loop_.unwatch(answer_.get());
  if (pid_ == 0) return;
  children_.forget(pid_);
  kill(pid_, SIGKILL);
}

void DiskWatch::schedule() {
  timer_ = loop_.at(Clock::now() + interval_, [this] { measure(); });
}

// In a child: a walk over a million files, or over a file system that hangs, must not hold up the loop.
void DiskWatch::measure() {
  timer_ = 0;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return schedule();
  answer_.reset(ends[0]);
  const Fd theirs(ends[1]);
  pid_ = fork();
  if (pid_ == 0) {
    const std::int64_t used = disk_usage(directory_);
    _exit(write(theirs.get(), &used, sizeof used) == sizeof used ? 0 : 1);
  }
  if (pid_ < 0) {
    pid_ = 0;
    answer_.reset();
    return schedule();
  }
  children_.expect(pid_, [this](int) { measured(); });
}

void DiskWatch::measured() {
  pid_ = 0;
  std::int64_t used = 0;
  const bool answered = read(answer_.get(), &used, sizeof used) == sizeof used;
  answer_.reset();
  if (!answered || used <= limit_) return schedule();
  const Exceeded exceeded = std::move(exceeded_);
  exceeded(used);
}

}  // namespace borealis::runner
