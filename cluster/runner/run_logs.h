// Where stdout and stderr of one run go: straight into files, or through pipes that the loop copies from.
// (runner.md §7)
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "cluster/runner/log_file.h"
#include "cluster/runner/loop.h"

namespace borealis::runner {

// Copies from a pipe to a file, to the console, or to both. It never blocks: when the console can't take more, the
// process has to wait.
class LogPump {
 public:
  // `console` is a descriptor, or -1. `on_end` is called from the loop at the end of file.
  LogPump(Loop& loop, Fd pipe, std::optional<LogFile> file, int console, std::function<void()> on_end);
  LogPump(const LogPump&) = delete;
  LogPump& operator=(const LogPump&) = delete;
  ~LogPump();

  bool ended() const { return !pipe_; }
  // Copies what is in the pipe now, and closes it.
  void finish();

 private:
  void wait_for_input();
  void wait_for_console();
  void flush_console();
  void copy_some();
  bool write_console();
  bool read_some();
  void end();

  Loop& loop_;
  Fd pipe_;
  std::optional<LogFile> file_;
  int console_;
  Fd console_ready_;       // watched while the console can't take more
  std::string unwritten_;  // on the console
  std::function<void()> on_end_;
};

class RunLogs {
 public:
  struct Options {
    schema::Logger logger;
    bool echo = false;  // to the console as well, whatever the logger says
  };

  // `directory` is made; `owner` must outlive the logs. On failure `error` says what could not be had.
  static std::unique_ptr<RunLogs> open(Loop& loop, const std::string& directory, const Options& options,
                                       const Account& owner, std::string& error);

  // The descriptors for the process.
  int output() const { return streams_[0].for_process; }
  int errors() const { return streams_[1].for_process; }
  // The process has its descriptors now: ours of them are closed, and copying begins. `on_end` is called from the loop
  // when the last pipe has ended.
  void start(std::function<void()> on_end);
  // The run goes on until its pipes are closed, also when its process has ended.
  bool holds_run() const { return piped_by_logger_ && !ended(); }
  // Copies what is there and closes.
  void finish();

 private:
  struct Stream {
    Fd owned;              // our copy of the process' end
    int for_process = -1;  // `owned`, or one of our own standard descriptors
    Fd pipe;
    std::optional<LogFile> file;
    int console = -1;
    std::unique_ptr<LogPump> pump;
  };

  explicit RunLogs(Loop& loop) : loop_(loop) {}
  bool ended() const;
  bool prepare(Stream& stream, const std::string& path, int console, const Options& options, const Account& owner);

  Loop& loop_;
  bool piped_by_logger_ = false;
  Stream streams_[2];
};

}  // namespace borealis::runner
