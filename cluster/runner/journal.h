// Everything a supervisor tells: the status file, the checkpoint, and the events. (schema/launch.h, runner.md §8)
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "cluster/runner/checkpoint.h"
#include "cluster/runner/event_channel.h"
#include "cluster/runner/status_file.h"
#include "schema/launch.h"

namespace borealis::runner {

class Journal {
 public:
  // `spec` must outlive the journal. `on_hangup`: the reader of the events went away.
  Journal(Loop& loop, const schema::LaunchSpec& spec, int events_fd, std::function<void()> on_hangup);

  // Makes the checkpoint's files; `task_json` is the task as it runs. False, with errno.
  bool open_checkpoint(const std::string& task_json);

  void header(const HeaderRecord& record);
  void task(TaskState state);
  // Numbers the record; `run` is for the events.
  void process(ProcessRecord record, int run);
  // A terminal report is tried again for a while where it can't be written. False when it could not be.
  bool report(Report report, const std::string& message);

  // Moves the task's file to the finished ones.
  void close_checkpoint();
  void flush() { events_.flush(); }

 private:
  const schema::LaunchSpec& spec_;
  EventChannel events_;
  CheckpointWriter checkpoint_;
  std::map<std::string, std::int64_t> sequence_;
};

// RUN_DIR/checkpoints/...: the task's file while it runs and after, and its records.
std::string active_file(const std::string& run_dir, const std::string& task_id);
std::string finished_file(const std::string& run_dir, const std::string& task_id);
std::string checkpoint_file(const std::string& run_dir, const std::string& task_id);

}  // namespace borealis::runner
