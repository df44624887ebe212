// What stands on the command line of the verbs of `job` that plan, deploy and change instances.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "client/commands/options.h"
#include "client/context.h"

namespace borealis::client {

struct DiffOptions {
  ConfigOptions config;
  std::optional<Instances> instances;
  std::optional<schema::JobKey> from;
  std::optional<std::string> out;  // the file that the plan goes to
  DataFormat output = DataFormat::text;
};

struct DeployOptions {
  ConfigOptions config;
  std::optional<Instances> instances;
  std::optional<std::string> plan;  // a file of `job diff --out`; then there is no config
  DataFormat output = DataFormat::text;
  bool wait = true;
  bool watch_secs = true;
  bool open_browser = false;
  int at_once = 8;
  std::chrono::seconds timeout{1800};
  std::optional<std::string> message;
};

struct AddOptions {
  schema::JobKey job;
  int like_instance = 0;
  int count = 0;
  WaitUntil wait_until = WaitUntil::pending;
  std::chrono::seconds timeout{1800};
  bool open_browser = false;
  HookOptions hooks;
  DataFormat output = DataFormat::text;
};

struct RestartOptions {
  schema::JobKey job;
  std::optional<Instances> instances;  // nothing: all that are active
  int batch_size = 1;
  int max_total_failures = 0;
  int max_per_instance_failures = 0;
  std::chrono::seconds watch{30};
  std::chrono::seconds interval{3};
  std::chrono::seconds timeout{1800};  // for a batch to be healthy
  bool strict = false;
  bool open_browser = false;
  HookOptions hooks;
  DataFormat output = DataFormat::text;
};

struct OpenOptions {
  std::string cluster;
  std::string path;  // ROLE[/ENV[/NAME]]; may be empty
  bool open_browser = false;
  DataFormat output = DataFormat::text;
};

int run_job_diff(const DiffOptions& options, Context& context);
int run_job_deploy(const DeployOptions& options, Context& context);
int run_job_add(const AddOptions& options, Context& context);
int run_job_restart(const RestartOptions& options, Context& context);
int run_job_open(const OpenOptions& options, Context& context);

}  // namespace borealis::client
