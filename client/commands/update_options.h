// What stands on the command line of the verbs of `update`.
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>

#include "client/commands/options.h"
#include "client/context.h"
#include "client/updates.h"

namespace borealis::client {

struct UpdateStartOptions {
  ConfigOptions config;
  std::optional<Instances> instances;
  DataFormat output = DataFormat::text;
  bool wait = false;
  bool open_browser = false;
  std::chrono::seconds timeout{1800};
  std::optional<std::string> message;
};

// One update of a job: the one of that id, else the one that goes on.
struct UpdateTarget {
  schema::JobKey job;
  std::optional<std::string> id;
};

struct UpdateVerbOptions {
  UpdateTarget target;
  UpdateVerb verb = UpdateVerb::pause;
  std::string message;
  bool yes = false;
  bool wait = false;  // rollback: until it is over
  std::chrono::seconds timeout{1800};
  DataFormat output = DataFormat::text;
};

struct UpdateWaitOptions {
  UpdateTarget target;
  std::chrono::seconds timeout{1800};
  DataFormat output = DataFormat::text;
};

struct UpdateListOptions {
  JobPattern pattern;
  std::set<std::string> statuses;  // exact names; none: all
  std::optional<std::string> user;
  DataFormat output = DataFormat::text;
};

struct UpdateInfoOptions {
  UpdateTarget target;
  DataFormat output = DataFormat::text;
};

struct UpdatePulseOptions {
  UpdateTarget target;
  DataFormat output = DataFormat::text;
};

int run_update_start(const UpdateStartOptions& options, Context& context);
int run_update_verb(const UpdateVerbOptions& options, Context& context);
int run_update_wait(const UpdateWaitOptions& options, Context& context);
int run_update_list(const UpdateListOptions& options, Context& context);
int run_update_info(const UpdateInfoOptions& options, Context& context);
int run_update_pulse(const UpdatePulseOptions& options, Context& context);

// The names that `update list --status` takes for several statuses: active, all, blocked, failed, inactive, paused,
// succeeded. A status's own name stands for itself; nothing: it is neither. (cli.md §8.4)
std::optional<std::set<std::string>> statuses_of(const std::string& name);
const std::set<std::string>& status_groups();

}  // namespace borealis::client
