// The clusters that the client knows: those of clusters.json (api.md §4, cli.md §2) and the embedded clusters that run
// on this machine, which announce themselves in the user's state directory.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/context.h"
#include "client/scheduler_flags.h"
#include "lang/result.h"

namespace borealis::client {

// How an embedded cluster is found: STATE_HOME/borealis/NAME/cluster.json.
struct Announcement {
  std::string name;
  std::string url;
  int pid = 0;
  std::uint64_t start_time = 0;  // of the process, field 22 of /proc/PID/stat: pids come again
  std::string state_dir;

  // Whether the announced process still runs.
  bool alive() const;
};

struct Cluster {
  std::string name;
  std::string zk;
  int zk_port = 2181;
  std::string scheduler_zk_path;
  std::string scheduler_uri;
  std::string proxy_url;
  std::string auth_mechanism = "UNAUTHENTICATED";
  std::string ca_file;                         // certificates (PEM) to trust instead of the system's; empty: those
  std::string credentials_file;                // holds USER:PASSWORD; empty: none
  std::vector<std::string> credentials_hosts;  // HOST or HOST:PORT that a redirection may take them to
  std::string slave_root;
  std::string slave_run_directory;
  std::string docker_registry = "https://registry-1.docker.io";
  SchedulerFlags scheduler_flags;                    // what its scheduler accepts other than by default
  std::vector<std::string> scheduler_flag_problems;  // flags that could not be understood
  std::vector<std::string> problems;                 // fields that say nothing usable: no connection is made
  std::string source;                                // the file that defines it
  std::optional<Announcement> embedded;              // an embedded cluster; its process may be gone
};

// The clusters of one clusters.json: a list of objects, or an object whose values are objects. An entry without a name
// is ignored. `source` is the file (it appears in messages), `home` what `~` stands for.
lang::Result<std::vector<Cluster>> parse_clusters(std::string_view json, const std::string& source,
                                                  const std::string& home = {});
// $HOME, or the home of the account.
std::string home_directory(const Context& context);
// Entries of `later` replace those of the same name.
std::vector<Cluster> merge_clusters(std::vector<Cluster> earlier, std::vector<Cluster> later);

// All known clusters. Of one name a running embedded cluster comes first, then clusters.json, and an embedded one whose
// process is gone last.
lang::Result<std::vector<Cluster>> load_clusters(Context& context);
// The cluster of that name; ErrorClass::not_found with the known names and the nearest one, ErrorClass::unreachable
// when it is an embedded cluster that is announced but gone.
lang::Result<Cluster> find_cluster(Context& context, const std::string& name);

// $XDG_STATE_HOME/borealis, default ~/.local/state/borealis.
std::string state_root(const Context& context);
std::string announcement_path(const Context& context, const std::string& name);
// Nothing when there is none (or it is unreadable).
std::optional<Announcement> read_announcement(const std::string& path);
lang::Status write_announcement(const std::string& path, const Announcement& announcement);
// Field 22 of /proc/PID/stat; 0 when there is no such process (or it is a zombie).
std::uint64_t process_start_time(int pid);

}  // namespace borealis::client
