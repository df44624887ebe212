#include "cluster/runner/reap.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "cluster/runner/checkpoint.h"
#include "cluster/runner/clock.h"
#include "cluster/runner/file_io.h"
#include "cluster/runner/journal.h"
#include "cluster/runner/process_tree.h"
#include "cluster/runner/task_group.h"

namespace borealis::runner {

namespace {

// A recorded time and the kernel's may differ by this much. (runner.md §4)
constexpr double kTimeTolerance = 10;
constexpr int kMaxPasses = 1000;
constexpr useconds_t kPassMicroseconds = 10'000;

// What the checkpoint says of a process' last run, and of the task.
struct LastRun {
  ProcessRecord merged;  // state and seq are the last ones
};
struct Remains {
  std::map<std::string, LastRun> runs;
  std::map<pid_t, double> sessions;  // of all runs: leader and when it was forked
  std::optional<TaskState> state;
};

Remains read_remains(const schema::LaunchSpec& spec) {
  Remains remains;
  const auto bytes = read_whole_file(checkpoint_file(spec.run_dir, spec.task_id));
  for (const Record& record : decode_all(bytes.value_or(""))) {
    if (const auto* task = std::get_if<TaskRecord>(&record)) remains.state = task->state;
    const auto* process = std::get_if<ProcessRecord>(&record);
    if (process == nullptr) continue;
    remains.runs[process->process].merged = *process;
    if (process->coordinator_pid && process->fork_time)
      remains.sessions[*process->coordinator_pid] = *process->fork_time;
  }
  return remains;
}

// Finds what lives of a task whose supervisor is dead, and so no longer the parent of anything.
class Search {
 public:
  Search(const schema::LaunchSpec& spec, const Remains& remains)
      : remains_(remains), sandbox_(spec.run_dir + "/sandbox") {}

  std::vector<ProcessInfo> living() const {
    std::map<pid_t, ProcessInfo> found;
    for (const pid_t pid : all_pids()) {
      if (pid == getpid()) continue;
      const auto process = inspect(pid);
      if (!process || !process->alive() || !belongs(*process)) continue;
      found[pid] = *process;
      for (const ProcessInfo& below : descendants(pid)) {
        if (below.alive() && below.pid != getpid()) found[below.pid] = below;
      }
    }
    std::vector<ProcessInfo> list;
    list.reserve(found.size());
    for (const auto& [pid, process] : found) list.push_back(process);
    return list;
  }

 private:
  // By its session, which is named after the process we started; or, for a daemon that made one of its own, by the
  // home directory that we gave it, which no other task has.
  bool belongs(const ProcessInfo& process) const {
    const auto session = remains_.sessions.find(process.session);
    if (session != remains_.sessions.end()) {
      const double started = start_time_of(process);
      const bool leader = process.pid == process.session;
      if (started >= session->second - kTimeTolerance && (!leader || started <= session->second + kTimeTolerance))
        return true;
    }
    return environment_variable(process.pid, "HOME") == sandbox_;
  }

  const Remains& remains_;
  std::string sandbox_;
};

// False when something would not die.
bool kill_remains(const Search& search) {
  for (int pass = 0; pass < kMaxPasses; ++pass) {
    const auto living = search.living();
    if (living.empty()) return true;
    for (const ProcessInfo& process : living) kill(process.pid, SIGKILL);
    usleep(kPassMicroseconds);
  }
  return false;
}

void complete_checkpoint(const schema::LaunchSpec& spec, const Remains& remains) {
  CheckpointWriter checkpoint;
  if (!checkpoint.open(checkpoint_file(spec.run_dir, spec.task_id))) return;
  for (const auto& [name, run] : remains.runs) {
    if (ended(run.merged.state)) continue;
    ProcessRecord lost;
    lost.seq = run.merged.seq + 1;
    lost.process = name;
    lost.state = ProcessState::lost;
    lost.stop_time = epoch_seconds();
    checkpoint.append(lost);
  }
  checkpoint.append(TaskRecord{TaskState::lost, epoch_ms(), getpid(), static_cast<std::int32_t>(getuid())});
  rename(active_file(spec.run_dir, spec.task_id).c_str(), finished_file(spec.run_dir, spec.task_id).c_str());
}

bool report(const schema::LaunchSpec& spec, Report report, const std::string& message) {
  return append_status(spec.run_dir, report, message, spec.notify_socket, spec.task_id);
}

bool report_end(const schema::LaunchSpec& spec, const Remains& remains) {
  if (remains.state == TaskState::success) return report(spec, Report::finished, "Task finished.");
  if (remains.state == TaskState::failed) return report(spec, Report::failed, "Task failed.");
  if (remains.state == TaskState::killed) return report(spec, Report::killed, "Task killed.");
  if (remains.state == TaskState::lost) return report(spec, Report::lost, "Task lost.");
  return report(spec, Report::lost, "Runner died while task was active.");
}

}  // namespace

ExitCode reap(const schema::LaunchSpec& spec) {
  if (const auto last = last_report(spec.run_dir); last && terminal(*last)) return ExitCode::already_ended;
  const Remains remains = read_remains(spec);
  if (!spec.cgroup.empty()) TaskGroup::remove(spec.cgroup);
  if (!kill_remains(Search(spec, remains))) return ExitCode::unknown;
  if (!remains.state || !terminal(*remains.state)) complete_checkpoint(spec, remains);
  return report_end(spec, remains) ? ExitCode::normal : ExitCode::internal;
}

}  // namespace borealis::runner
