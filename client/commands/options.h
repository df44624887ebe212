// What stands on the command line of each command, as plain data: client/command_line.cc fills it, the commands read
// it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "client/keys.h"
#include "schema/evaluator.h"
#include "schema/job.h"

namespace borealis::client {

enum class DataFormat : std::uint8_t { text, json };

// The limits of an evaluation that were given; the others are the project's, or the defaults.
struct LimitOptions {
  std::optional<std::chrono::seconds> wall;
  std::optional<std::chrono::seconds> cpu;
  std::optional<std::uint64_t> memory_bytes;
};

enum class SandboxMode : std::uint8_t {
  off,
  on,        // what this machine can't confine is a warning
  required,  // ... is an error
};

// How far a config is trusted.
struct SandboxWish {
  std::optional<SandboxMode> mode;     // nothing: what the project says
  std::vector<std::string> read;       // directories that it may read beside the project's root
  std::vector<std::string> variables;  // that it may see beside the usual ones
  std::optional<bool> hermetic;        // nothing: what the project says
};

// A config and how to evaluate it: common to all commands that take a FILE.
struct ConfigOptions {
  std::string file;
  std::optional<std::string> job;  // the key of the one job that is meant
  std::vector<std::pair<std::string, std::string>> binds;
  bool read_json = false;
  LimitOptions limits;
  SandboxWish sandbox;
  std::optional<std::string> root;  // of the project
};

// --config FILE of verbs that need no config: its hooks are called.
struct HookOptions {
  ConfigOptions config;  // `file` is empty when there is none
};

struct ValidateOptions {
  ConfigOptions config;            // `file` is not used
  std::vector<std::string> paths;  // files, directories of which all .aurora files below are taken, `-`
  std::string format = "text";
  std::string stdin_name = "<stdin>";
  std::vector<std::string> select;  // "RULE,RULE" each; none: every rule
  std::vector<std::string> ignore;
  bool strict = false;
  std::optional<int> jobs;  // how many files at a time; nothing: as many as there are cores
};

struct RenderOptions {
  ConfigOptions config;
  std::string as = "json";
  std::optional<std::string> user;
};

struct ListConfigOptions {
  ConfigOptions config;
  DataFormat output = DataFormat::text;
};

struct InputsOptions {
  ConfigOptions config;
  DataFormat output = DataFormat::text;
};

enum class WaitUntil : std::uint8_t { pending, running, finished };

struct CreateOptions {
  ConfigOptions config;
  DataFormat output = DataFormat::text;
  WaitUntil wait_until = WaitUntil::pending;
  std::chrono::seconds timeout{1800};
  bool open_browser = false;
};

struct InspectOptions {
  ConfigOptions config;
  bool raw = false;  // the message of the API, as far as it is known without a cluster
  DataFormat output = DataFormat::text;
};

struct StatusOptions {
  JobPattern pattern;
  DataFormat output = DataFormat::text;
  bool all = false;  // in text: every inactive task too, not only each instance's newest
};

struct ListJobsOptions {
  JobPattern pattern;
  DataFormat output = DataFormat::text;
};

struct KillOptions {
  schema::JobKey job;
  std::optional<Instances> instances;  // nothing: all (killall)
  int batch_size = 1;
  int max_total_failures = 0;
  bool batching = true;
  bool strict = false;
  bool yes = false;
  bool open_browser = false;
  HookOptions hooks;
  std::optional<std::string> message;
  DataFormat output = DataFormat::text;
  std::chrono::seconds timeout{254};  // for one batch to end
};

struct TryOptions {
  ConfigOptions config;
  int instance = 0;
  bool keep = false;
};

struct LogsOptions {
  InstanceKey instance;
  std::optional<std::string> process;  // nothing: all of them
  int tail = 20;                       // lines; 0: everything
  DataFormat output = DataFormat::text;
};

struct ClusterUpOptions {
  std::string name = "devcluster";
  std::optional<int> port;  // 0: any free one; nothing: 8081 when it is free, else any
  std::optional<std::string> state;
  int hosts = 1;
  std::optional<std::string> host_cpus;
  std::optional<std::string> host_ram_mb;
  std::optional<std::string> host_disk_mb;
  std::optional<std::string> cgroup;
  bool foreground = false;
  DataFormat output = DataFormat::text;
};

struct ClusterDownOptions {
  std::string name = "devcluster";
  bool keep_tasks = false;
  std::chrono::seconds timeout{120};
};

struct ClusterStatusOptions {
  std::string name = "devcluster";
  DataFormat output = DataFormat::text;
};

struct ShowSchemaOptions {
  std::optional<std::string> name;  // "Process", "Process.max_failures"; nothing: all structs
  DataFormat output = DataFormat::text;
};

struct ExportSchemaOptions {
  std::string as;  // json-schema, pyi or markdown
  std::optional<std::string> directory;
  bool force = false;
};

}  // namespace borealis::client
