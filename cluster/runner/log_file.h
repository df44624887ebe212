// The log of one stream of one run. (runner.md §7)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cluster/runner/account.h"
#include "cluster/runner/file_io.h"
#include "schema/job.h"

namespace borealis::runner {

class LogFile {
 public:
  // With a policy the file starts empty and is rotated: once it has reached log_size bytes it becomes `.1`, the former
  // `.1` becomes `.2` and so on up to `backups`. Without one it is appended to. `owner` must outlive the file.
  LogFile(std::string path, std::optional<schema::RotatePolicy> policy, const Account& owner);

  // False, with errno.
  bool open();
  int fd() const { return fd_.get(); }
  // What does not fit on the disk is lost: a log must never hold up its process.
  void write(std::string_view bytes);

 private:
  void rotate();

  std::string path_;
  std::optional<schema::RotatePolicy> policy_;
  const Account& owner_;
  Fd fd_;
  std::int64_t size_ = 0;
};

}  // namespace borealis::runner
