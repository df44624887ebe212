// The embedded cluster as a process.
#pragma once

#include <optional>
#include <string>

#include "cluster/access.h"
#include "cluster/hosts.h"
#include "cluster/simulation.h"
#include "lang/result.h"

namespace borealis::cluster {

struct DaemonSettings {
  std::string name = "devcluster";
  int port = 0;
  std::string state_dir;  // absolute
  std::string runner;     // the program borealis-runner
  HostSettings hosts;
  std::string hostname;                          // who records events; empty: the machine's name
  std::optional<SimulationSettings> simulation;  // no processes are started
  std::string leader;                            // as in Leadership; only with a simulation
  std::optional<Millis> clock;                   // simulated time starts here and stands still until it is set
  std::string cgroup = "auto";                   // open_task_groups()
  Access access;                                 // who may call what
  int ready_fd = -1;                             // "URL\n" is written there and it is closed when the API answers
  bool end_tasks = false;                        // no API: end the tasks that an earlier life left, then return
};

// Runs until it is told to stop (SIGTERM, SIGINT, /quitquitquit). ErrorClass::conflict: another process has the state
// directory or the port.
lang::Status run_daemon(const DaemonSettings& settings);

}  // namespace borealis::cluster
