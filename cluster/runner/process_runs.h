// The runs of a task's processes: starts them, notices their end, cleans up after each, and kills. (runner.md §4, §6)
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cluster/runner/children.h"
#include "cluster/runner/journal.h"
#include "cluster/runner/plan.h"
#include "cluster/runner/process_tree.h"
#include "cluster/runner/run_logs.h"

namespace borealis::runner {

class ProcessRuns {
 public:
  struct Settings {
    std::string sandbox;
    Account account;           // that processes run as
    bool switch_user = false;  // to it; else it is our own
    bool console = false;      // copy all output to our stdout and stderr
    int group = -1;            // as in SpawnRequest
    std::int64_t data_limit = 0;
  };

  // Plans learn of the end of their runs while the loop turns.
  ProcessRuns(Loop& loop, Children& children, Journal& journal, Settings settings);

  // Starts a process of a plan that may start. A process that can't be started has failed when this returns.
  void launch(Plan& plan, std::size_t index);
  // Asks the main process of each run to end, and whatever lost its parent. Now these runs end with their process,
  // whatever still holds their pipes.
  void terminate();
  // Kills everything that lives; the runs end as their ends come in.
  void kill_all();
  // There is no process left to wait for: runs that still wait for their pipes end now.
  void end_leftover_runs();
  bool none() const { return runs_.empty(); }

  // What went wrong with a process for good: "process 'x' exited with 1 (run 1 of 1); see ...". Empty: nothing did.
  std::string failure_of(const std::string& process) const;

 private:
  struct Run {
    Plan* plan;
    std::size_t index;
    int number;
    pid_t pid = 0;
    std::uint64_t start_ticks = 0;
    std::unique_ptr<RunLogs> logs;
    std::optional<int> wait_status;  // once the process has ended
    bool stopping = false;           // asked to end, or killed
    bool killed = false;             // by us
  };

  std::string log_directory(const Run& run) const;
  std::vector<std::string> environment() const;
  std::optional<std::string> start(Run& run);
  void exited(pid_t pid, int status);
  void pipes_ended(pid_t pid);
  void end(Run& run);
  void clean_up_after(const Run& run);
  std::vector<ProcessInfo> orphans() const;
  void ask_orphans();
  void note_failure(const Run& run, const std::string& what);

  Loop& loop_;
  Children& children_;
  Journal& journal_;
  Settings settings_;
  std::map<pid_t, Run> runs_;
  std::map<std::string, int> run_count_;  // by process
  std::map<std::string, std::string> failures_;
  std::set<std::pair<pid_t, std::uint64_t>> asked_;  // orphans: pid and start
};

}  // namespace borealis::runner
