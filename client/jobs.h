// What the commands that take a FILE or talk to a cluster have in common.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/clusters.h"
#include "client/commands/options.h"
#include "client/context.h"
#include "client/engine.h"

namespace borealis::client {

namespace aurora {
class Connection;
}

// A job of a file, checked.
struct LoadedJob {
  JobDraft draft;
};

enum class Checks : std::uint8_t {
  conversion,  // what the language and the conversion to the API refuse
  all,         // the scheduler's rules and the lints as well: what `config validate` says
};

// The jobs of the file (the one of `config.job`, when it is set). Errors are the error's diagnostics; warnings are
// written to stderr.
lang::Result<std::vector<LoadedJob>> load_jobs(const ConfigOptions& config, Checks checks, Context& context);
// The one job that is meant: ErrorClass::usage when there are several and none was chosen.
lang::Result<LoadedJob> load_job(const ConfigOptions& config, Checks checks, Context& context);

// The engine of the cluster of that name.
lang::Result<std::unique_ptr<Engine>> connect(const std::string& cluster, Context& context);
// A connection to the scheduler of that cluster, for the calls that only a scheduler has (aurora::SchedulerAdmin).
lang::Result<aurora::Connection> connect_scheduler(const std::string& cluster, Context& context);
// Visits the clusters that a pattern means: the named one, or for `*` all known ones. Of several one that does not
// answer is a warning only.
lang::Status for_each_cluster(const JobPattern& pattern, Context& context,
                              const std::function<lang::Status(const std::string& cluster)>& visit);
// The role, when the pattern names one.
std::optional<std::string> literal_role(const JobPattern& pattern);

// "3 instances", "1 instance".
std::string count_of(std::size_t count, const char* what);

// How long ago, roughly: "12s", "5m", "3h", "2d".
std::string age_text(std::int64_t then_ms, std::int64_t now_ms);
std::int64_t now_ms(const Context& context);

}  // namespace borealis::client
