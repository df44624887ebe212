// One run of a shell health check. (runner.md §11.3)
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "cluster/runner/account.h"
#include "cluster/runner/children.h"
#include "cluster/runner/file_io.h"
#include "cluster/runner/loop.h"

namespace borealis::runner {

class ShellCheck {
 public:
  // Why the task is not healthy; empty when it is.
  using Done = std::function<void(const std::string& reason)>;

  // Runs in our working directory and environment. `done` is called once from the loop, and may destroy the check.
  // Destroying it earlier kills the command.
  ShellCheck(Loop& loop, Children& children, std::string command, std::optional<Account> account, Duration timeout,
             Done done);
  ShellCheck(const ShellCheck&) = delete;
  ShellCheck& operator=(const ShellCheck&) = delete;
  ~ShellCheck();

 private:
  std::optional<std::string> launch(std::optional<Account> account);
  void read_output();
  void ended(int status);
  void finish(const std::string& reason);
  void stop();

  Loop& loop_;
  Children& children_;
  std::string command_;
  Done done_;
  pid_t pid_ = 0;
  Fd pipe_;
  std::string output_;
  Loop::TimerId timer_ = 0;
};

}  // namespace borealis::runner
