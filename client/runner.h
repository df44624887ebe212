// borealis-runner as a child of ours: one task in the foreground. (schema/launch.h)
#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/result.h"
#include "schema/launch.h"

namespace borealis::client {

// A line of the runner's event channel.
struct RunnerEvent {
  enum class Kind : std::uint8_t { status, task, process };
  Kind kind = Kind::status;
  std::string state;
  std::string message;  // of a status
  std::string process;
  int run = 0;
  std::string return_code;  // of a process; may be empty
};
// Nothing for a line that is none.
std::optional<RunnerEvent> parse_runner_event(std::string_view line);

// Free ports of the loopback interface, one a name.
std::vector<std::pair<std::string, int>> free_ports(const std::vector<std::string>& names);

class RunnerChild {
 public:
  // Starts it on the task, whose run directory exists; it ends with us. What the runner itself writes goes to our
  // stderr.
  static lang::Result<RunnerChild> start(const schema::LaunchSpec& spec);
  RunnerChild(RunnerChild&& other) noexcept;
  RunnerChild& operator=(RunnerChild&&) = delete;
  ~RunnerChild();

  // Handles what comes within `milliseconds`, or until a signal of an InterruptScope; false once the runner's event
  // channel is at its end.
  bool wait(int milliseconds, const std::function<void(const RunnerEvent&)>& sink);
  void signal(int number) const;
  // Waits for its end and answers its exit code (128 + the signal's number). When it left the task without an end,
  // whatever is left of the task is killed.
  int finish(bool task_has_ended);

 private:
  RunnerChild(std::string program, std::string spec_path)
      : program_(std::move(program)), spec_path_(std::move(spec_path)) {}

  std::string program_;
  std::string spec_path_;
  pid_t pid_ = -1;
  int events_ = -1;
  std::string partial_;
};

}  // namespace borealis::client
