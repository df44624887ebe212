// The other programs of this build, and the embedded cluster as a process.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "client/clusters.h"
#include "client/context.h"

namespace borealis::client {

// The absolute path of one of our programs ("borealis-runner"): beside this one, or in ../libexec/borealis.
lang::Result<std::string> find_program(const std::string& name);

// Makes a directory and those above it.
lang::Status make_directories(const std::string& path);

// Held while a cluster of this name is started or ended, so that two of us don't do it at once; released at the end of
// the process too. ErrorClass::conflict when another one holds it for longer than `patience`.
class ClusterLock {
 public:
  static lang::Result<ClusterLock> take(const Context& context, const std::string& name, std::chrono::seconds patience);
  ClusterLock(ClusterLock&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  ClusterLock& operator=(ClusterLock&&) = delete;
  ~ClusterLock();

 private:
  explicit ClusterLock(int fd) : fd_(fd) {}
  int fd_;
};

struct ClusterStart {
  std::string name;
  int port = 0;  // 0: any free one
  std::string state_dir;
  std::vector<std::string> host_arguments;  // --hosts N ...
  bool foreground = false;                  // stays our child and writes to our stderr
};

struct StartedCluster {
  Announcement announcement;
  std::string log;  // what it writes to stdout and stderr; empty in the foreground
};

// Starts borealis-clusterd and waits until its API answers. ErrorClass::conflict when it says that the port or the
// state directory is in use; else its last words are in the message.
lang::Result<StartedCluster> start_cluster(const ClusterStart& start, Context& context);

// Ends the tasks that a cluster whose process is gone left behind in its state directory.
lang::Status end_orphaned_tasks(const std::string& state_dir, const std::string& name, Context& context);

// What a running cluster says of itself, as JSON (GET /borealis/status); ErrorClass::unreachable when it doesn't
// answer.
lang::Result<std::string> cluster_status_json(const std::string& url);
// Asks it to end, with all of its tasks or without.
lang::Status ask_to_quit(const std::string& url, bool kill_tasks);
// Waits for the end of a process; false when it still lives after `timeout` or when interrupted.
bool wait_for_end(const Announcement& cluster, std::chrono::seconds timeout);

}  // namespace borealis::client
