// How runners of tasks that were given up are ended.
#include <signal.h>

// The header of glibc 2.36 forgets that it may be included by C++.
extern "C" {
#include <sys/pidfd.h>
}

#include <set>

#include "cluster/agent.h"
#include "cluster/process_info.h"
#include "cluster/run_directory.h"
#include "cluster/text_file.h"
#include "schema/launch.h"

namespace borealis::cluster {

// Said once only, so it is kept for a runner that is yet to be found.
void Agent::drop(Tracked& tracked) {
  tracked.dropped = true;
  if (tracked.phase == Phase::running && tracked.pidfd) pidfd_send_signal(tracked.pidfd.get(), SIGUSR2, nullptr, 0);
}

void Agent::drop_all() {
  for (const auto& [id, tracked] : tracked_) drop(*tracked);
}

// The cluster may have given a task up and died before its runner heard of it.
void Agent::drop_strays() {
  std::set<std::string> wanted;
  for (const auto& [id, tracked] : tracked_) wanted.insert(tracked->directory);
  for (const std::string& directory : run_directories(state_dir_)) {
    if (!wanted.contains(directory) && is_locked(directory + "/runner.lock")) drop_stray(directory);
  }
}

// It is followed like any other, so that ending all tasks waits for it; what it reports is of no interest to the core.
void Agent::drop_stray(const std::string& directory) {
  const auto bytes = read_from(directory + "/spec", 0);
  const auto spec = bytes ? schema::decode_launch(*bytes) : lang::Result<schema::LaunchSpec>(lang::Error{});
  if (!spec || tracked_.contains(spec->task_id)) return;
  auto stray = std::make_unique<Tracked>();
  stray->launch.task_id = spec->task_id;
  stray->directory = directory;
  stray->dropped = true;
  Tracked& added = *stray;
  tracked_[spec->task_id] = std::move(stray);
  read_status(added);
  find_runner(added);
}

}  // namespace borealis::cluster
