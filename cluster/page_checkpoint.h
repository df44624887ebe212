// What a task's checkpoint tells of its processes. (runner.md §8.2)
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace borealis::cluster {

// Times are seconds since the epoch, 0: not yet.
struct ProcessRun {
  std::string state;  // WAITING FORKED RUNNING SUCCESS KILLED FAILED LOST
  double started = 0;
  double stopped = 0;
  int pid = 0;
  std::optional<int> return_code;  // negative: the number of the signal that ended it
};

struct CheckpointStage {
  std::string state;  // ACTIVE CLEANING FINALIZING SUCCESS FAILED KILLED LOST
  std::int64_t time_ms = 0;
};

struct Checkpoint {
  std::string user;
  std::vector<CheckpointStage> stages;
  std::map<std::string, std::vector<ProcessRun>> processes;  // by name; the index is the number of the run
};

// All whole records of `bytes`; what follows a damaged or cut one is left out.
Checkpoint parse_checkpoint(std::string_view bytes);

}  // namespace borealis::cluster
