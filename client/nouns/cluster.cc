#include <fmt/format.h>

#include <memory>

#include "client/commands/commands.h"
#include "client/nouns/nouns.h"
#include "client/nouns/options.h"
#include "client/nouns/words.h"

namespace borealis::client {

namespace {

std::string no_cluster_name(const std::string& name) {
  const bool plain = !name.empty() && name[0] != '.' && name[0] != '-' && name.size() <= 100 &&
                     std::all_of(name.begin(), name.end(), [](unsigned char c) {
                       return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.';
                     });
  return plain ? "" : fmt::format("'{}' is no name for a cluster", name);
}

void add_name(CLI::App& app, std::string& name) {
  add_option(app, "--name", name, "the cluster's name, the first part of a job key (devcluster)")
      .check(no_cluster_name)
      .type_name("NAME");
}

Run build_up(CLI::App& app) {
  auto options = std::make_shared<ClusterUpOptions>();
  add_name(app, options->name);
  add_option(app, "--hosts", options->hosts, "how many hosts it declares (1)").range(1, 100'000).type_name("N");
  add_option(app, "--host-cpus", options->host_cpus, "cores of each host").positive().type_name("N");
  add_option(app, "--host-ram-mb", options->host_ram_mb, "memory of each host").positive().type_name("MB");
  add_option(app, "--host-disk-mb", options->host_disk_mb, "disk of each host").positive().type_name("MB");
  add_option(app, "--port", options->port, "the API's port on 127.0.0.1; 0 picks a free one (8081, or a free one)")
      .range(0, 65535)
      .type_name("PORT");
  add_option(app, "--cgroup", options->cgroup, "the control group for those of the tasks, `auto` or `none` (auto)")
      .type_name("DIR");
  add_option(app, "--state", options->state, "where it keeps its state ($XDG_STATE_HOME/borealis/NAME/state)")
      .type_name("DIR");
  add_flag(app, "--foreground", options->foreground, "stay in the foreground until Ctrl-C");
  add_output(app, options->output);
  return without_words(options, run_cluster_up);
}

Run build_down(CLI::App& app) {
  auto options = std::make_shared<ClusterDownOptions>();
  add_name(app, options->name);
  add_flag(app, "--keep-tasks", options->keep_tasks,
           "the tasks run on; the next `up` with this state finds them again");
  add_duration(app, "--timeout", options->timeout, "how long the tasks may take to end (2m)");
  return without_words(options, run_cluster_down);
}

Run build_cluster_status(CLI::App& app) {
  auto options = std::make_shared<ClusterStatusOptions>();
  add_name(app, options->name);
  add_output(app, options->output);
  return without_words(options, run_cluster_status);
}

}  // namespace

std::vector<Verb> cluster_verbs() {
  return {
      {{"cluster",
        "up",
        "",
        "start the embedded cluster",
        {"borealis cluster up", "borealis cluster up --name devcluster --hosts 300 --port 0",
         "borealis cluster up --foreground"},
        "Starts a cluster on this machine and returns when its API answers. It listens on 127.0.0.1 only, runs real "
        "processes, and is found by its name by the other commands. A name that is up already is a conflict (exit code "
        "4)."},
       build_up},
      {{"cluster",
        "down",
        "",
        "end the embedded cluster and its tasks",
        {"borealis cluster down", "borealis cluster down --name devcluster --keep-tasks"},
        "Ends all tasks of the cluster, then the cluster. One that isn't up is no error."},
       build_down},
      {{"cluster",
        "status",
        "",
        "show the embedded cluster",
        {"borealis cluster status", "borealis cluster status --name devcluster --output json"},
        "Shows where the cluster is, its process, its hosts and how many tasks are in which state."},
       build_cluster_status},
  };
}

}  // namespace borealis::client
