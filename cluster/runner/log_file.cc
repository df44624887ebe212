#include "cluster/runner/log_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace borealis::runner {

LogFile::LogFile(std::string path, std::optional<schema::RotatePolicy> policy, const Account& owner)
    : path_(std::move(path)), policy_(policy), owner_(owner) {
  if (!policy_) return;
  policy_->log_size = std::max<std::int64_t>(policy_->log_size, 1);
  policy_->backups = std::max<std::int64_t>(policy_->backups, 1);
}

bool LogFile::open() {
  const ActingAs acting(owner_);
  const int how = policy_ ? O_TRUNC : O_APPEND;
  fd_.reset(::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | how, 0644));
  size_ = 0;
  return static_cast<bool>(fd_);
}

void LogFile::write(std::string_view bytes) {
  if (!fd_ || !write_all(fd_.get(), bytes)) return;
  size_ += static_cast<std::int64_t>(bytes.size());
  if (policy_ && size_ >= policy_->log_size) rotate();
}

void LogFile::rotate() {
  {
    const ActingAs acting(owner_);
    const auto backup = [&](std::int64_t n) { return path_ + "." + std::to_string(n); };
    // Only as many as exist: `backups` may be any number.
    std::int64_t last = 1;
    while (last < policy_->backups && access(backup(last).c_str(), F_OK) == 0) ++last;
    for (; last > 1; --last) rename(backup(last - 1).c_str(), backup(last).c_str());
    rename(path_.c_str(), backup(1).c_str());
  }
  open();
}

}  // namespace borealis::runner
