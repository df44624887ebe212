// cluster down: ends the embedded cluster; none being up is no error.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>

#include "client/commands/commands.h"
#include "client/embedded.h"
#include "client/interrupt.h"
#include "client/sandbox.h"

namespace borealis::client {

namespace {

// How long a cluster that doesn't answer may take to end by itself: it may be about to, as after a recovery.
constexpr std::chrono::seconds own_end{10};

// A cluster that was killed, or that was ending by itself already, leaves its tasks.
lang::Status end_left_tasks(const Announcement& gone, const ClusterDownOptions& options, Context& context) {
  if (options.keep_tasks || !any_runner(gone.state_dir)) return lang::Unit{};
  say(context, "ending the tasks that it left");
  return end_orphaned_tasks(gone.state_dir, options.name, context);
}

lang::Status end_cluster(const Announcement& cluster, const ClusterDownOptions& options, Context& context) {
  auto asked = ask_to_quit(cluster.url, !options.keep_tasks);
  if (asked && !options.keep_tasks) say(context, fmt::format("ending {} and its tasks", cluster.name));
  // One that lives but doesn't answer is ended by signal when its tasks are to live on.
  if (!asked && options.keep_tasks && cluster.alive()) kill(cluster.pid, SIGTERM);
  const bool may_take_its_time = asked || options.keep_tasks;
  if (wait_for_end(cluster, may_take_its_time ? options.timeout : std::min(options.timeout, own_end)))
    return end_left_tasks(cluster, options, context);
  if (InterruptScope::requested())
    return lang::Error{lang::ErrorClass::interrupted, "no longer waiting", "the cluster goes on ending its tasks", {}};
  if (!may_take_its_time) return std::move(asked).error();
  return lang::Error{lang::ErrorClass::unreachable,
                     fmt::format("the cluster '{}' (process {}) did not end within {} s", cluster.name, cluster.pid,
                                 options.timeout.count()),
                     "`borealis cluster down` again goes on waiting",
                     {}};
}

// The cluster's process is gone (killed, or the machine was started anew), its tasks perhaps not.
lang::Status end_orphans(const Announcement& gone, const ClusterDownOptions& options, Context& context) {
  say(context, fmt::format("{} was announced, but its process {} is gone", options.name, gone.pid));
  return end_left_tasks(gone, options, context);
}

}  // namespace

int run_cluster_down(const ClusterDownOptions& options, Context& context) {
  const std::string path = announcement_path(context, options.name);
  if (access(path.c_str(), F_OK) != 0) {
    say(context, fmt::format("{} is not up", options.name));
    return 0;
  }
  const InterruptScope interrupts;
  auto lock = ClusterLock::take(context, options.name, options.timeout);
  if (!lock) return report(context, lock.error());
  if (const auto cluster = read_announcement(path)) {
    auto ended = cluster->alive() ? end_cluster(*cluster, options, context) : end_orphans(*cluster, options, context);
    if (!ended) return report(context, ended.error());
    say(context, fmt::format("{} is down", options.name));
  }
  unlink(path.c_str());
  return 0;
}

}  // namespace borealis::client
