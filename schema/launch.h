// What a runner is told, and what it tells. This is the whole contract between borealis-runner and those who start it
// (the cluster, `task try`); neither side includes anything else of the other.
//
//   borealis-runner run SPEC [--events FD]
//       Becomes the supervisor of the task in SPEC (a file made by encode_launch) and returns when the task has ended.
//       It puts itself into a session of its own, holds an exclusive flock on RUN_DIR/runner.lock for as long as it
//       lives, and writes "PID STARTTIME\n" into RUN_DIR/runner.pid (STARTTIME: field 22 of /proc/PID/stat). With
//       --events a line an event goes to that descriptor, see below; when its last reader goes away, the task is
//       killed. Exit codes: runner.md §15.1.
//   borealis-runner reap SPEC
//       For a runner that died: takes the lock, kills whatever is left of the task, and appends the missing terminal
//       line to the status file. Exit 0; 105 when the task had ended already, 101 when its runner lives.
//
//   SIGUSR1  kill the task: lifecycle endpoints, SIGTERM, final processes, SIGKILL (runner.md §12). Ends as KILLED.
//   SIGUSR2  drop the task at once: SIGKILL. Ends as LOST.     SIGINT, SIGTERM  as SIGUSR1.
//
// RUN_DIR (runner.md §8.1):
//   spec, runner.lock, runner.pid
//   status                     a line a change, appended with one write(): "EPOCH_MS STATE MESSAGE\n", STATE one of
//                              STARTING RUNNING FINISHED FAILED KILLED LOST (as reported to a scheduler, runner.md §9,
//                              §10). The last four are terminal and written once, as the very last act after every
//                              process is gone.
//   checkpoints/...            runner.md §8 (Thrift binary records)
//   sandbox/, sandbox/.logs/PROCESS/RUN/{stdout,stderr}
//
// After each line the runner sends the task id as one datagram to `notify_socket` (a Unix datagram socket; it may be
// absent, full or gone: then nothing happens, the file is the truth).
//
// Event lines (--events), fields separated by tabs, text escaped as in JSON without the quotes:
//   status  STATE  MESSAGE
//   task    STATE                              (ACTIVE CLEANING FINALIZING SUCCESS FAILED KILLED LOST)
//   process NAME  RUN  STATE  RETURN_CODE      (WAITING FORKED RUNNING SUCCESS FAILED KILLED LOST; code empty when
//   none)
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lang/data.h"
#include "lang/result.h"

namespace borealis::schema {

struct LaunchSpec {
  std::string task_id;
  std::string run_dir;  // absolute; exists
  std::string role;     // run as this account when we are root and it exists, else as ourselves
  std::string environment;
  std::string job_name;
  int instance = 0;
  std::string hostname;
  std::vector<std::pair<std::string, int>> ports;            // assigned, by name
  lang::Data task;                                           // an Object "Task"; run-time references still in it
  lang::Data health_check;                                   // an Object "HealthCheckConfig", or Data(false): none
  lang::Data lifecycle;                                      // an Object "LifecycleConfig", or Data(false): none
  std::vector<std::pair<std::string, std::string>> portmap;  // of the announcer; aliases of ports
  std::string notify_socket;                                 // path; may be empty
  std::string cgroup;                                        // a control group (version 2) to make; empty: none
  bool keep_user = false;                                    // never change the user
  bool console = false;  // processes write to our stdout and stderr as well as to their log files
};

std::string encode_launch(const LaunchSpec& spec);
lang::Result<LaunchSpec> decode_launch(std::string_view bytes);

}  // namespace borealis::schema
