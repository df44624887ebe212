// A forked child and what it started: ended and reaped together.
#pragma once

#include <sys/types.h>

#include <optional>

namespace borealis::interp {

class ChildProcess {
 public:
  explicit ChildProcess(pid_t pid) : pid_(pid) {}
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess() { kill(); }

  // Ends it with everything it started; waitpid's status.
  int kill();
  // The status of an end that is near; nothing: it doesn't come.
  std::optional<int> wait_a_moment();
  // Waits for the end.
  int wait();

 private:
  pid_t pid_;
  int status_ = 0;
};

}  // namespace borealis::interp
