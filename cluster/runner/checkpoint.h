// The checkpoint of a task: length-prefixed RunnerCkpt records in Thrift's binary layout, as every tool of this world
// reads them. (runner.md §8.2)
//
// One supervisor stands for runner and coordinators, so all records go to the one file `runner`; a run's
// `coordinator_pid` is the leader of its session, which is the process itself.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace borealis::runner {

enum class ProcessState : std::uint8_t { waiting, forked, running, success, killed, failed, lost };
enum class TaskState : std::uint8_t { active, success, failed, killed, lost, cleaning, finalizing };

// "WAITING", "FORKED" ...
const char* name_of(ProcessState state);
const char* name_of(TaskState state);

inline bool ended(ProcessState state) {
  return state >= ProcessState::success;
}
inline bool terminal(TaskState state) {
  return state >= TaskState::success && state <= TaskState::lost;
}

struct HeaderRecord {
  std::string task_id;
  std::int64_t launch_time_ms = 0;
  std::string sandbox;
  std::string hostname;
  std::string user;
  std::map<std::string, std::int64_t> ports;
  std::string log_dir;
  std::int32_t uid = 0;
};

// Holds only what changed with it. Times are seconds since the epoch.
struct ProcessRecord {
  std::int64_t seq = 0;
  std::string process;
  ProcessState state = ProcessState::waiting;
  std::optional<double> start_time;
  std::optional<std::int32_t> pid;
  std::optional<double> stop_time;
  std::optional<std::int32_t> return_code;
  std::optional<std::int32_t> coordinator_pid;
  std::optional<double> fork_time;
};

struct TaskRecord {
  TaskState state = TaskState::active;
  std::int64_t timestamp_ms = 0;
  std::int32_t runner_pid = 0;
  std::int32_t runner_uid = 0;
};

using Record = std::variant<HeaderRecord, ProcessRecord, TaskRecord>;

// One record with its length before it.
std::string encode(const Record& record);
// All whole records. What follows a damaged or cut one is left out.
std::vector<Record> decode_all(std::string_view bytes);

// Appends records to a file, one write() each.
class CheckpointWriter {
 public:
  CheckpointWriter() = default;
  CheckpointWriter(const CheckpointWriter&) = delete;
  CheckpointWriter& operator=(const CheckpointWriter&) = delete;
  ~CheckpointWriter();

  // False, with errno, when the file can't be had.
  bool open(const std::string& path);
  bool append(const Record& record);

 private:
  int fd_ = -1;
};

}  // namespace borealis::runner
