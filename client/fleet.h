// Jobs of a file, planned as a whole and then brought on their way, several at a time.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/clusters.h"
#include "client/engine.h"
#include "client/jobs.h"

namespace borealis::client {

// One engine a cluster, made when it is first asked for.
class Engines {
 public:
  explicit Engines(Context& context) : context_(context) {}
  lang::Result<Engine*> of(const std::string& cluster);
  // None yet, for another thread: an engine is asked by one at a time.
  Engines beside() const { return Engines(context_); }

 private:
  Context& context_;
  std::map<std::string, std::unique_ptr<Engine>> engines_;
};

// A job that went wrong while others went on.
struct JobFailure {
  schema::JobKey key;
  lang::Error error;
};

struct FleetPlan {
  std::vector<JobPlan> plans;
  std::vector<JobFailure> failures;
};

struct FleetPlanOptions {
  std::optional<Instances> instances;
  std::optional<schema::JobKey> from;  // compared with what runs under this key
};

// Asks the clusters about each job, several jobs at a time. A cluster that did not answer about two jobs in a row is
// not asked about the rest.
FleetPlan plan_fleet(const std::vector<LoadedJob>& jobs, const FleetPlanOptions& options, Engines& engines);
// Reports all failures; the largest of their exit codes, 0 when there is none.
int report_failures(const std::vector<JobFailure>& failures, Context& context);

// Where a cluster is, as a plan file keeps it: of an embedded one its state directory, else its address.
std::string place_of(const Cluster& cluster);

struct DeployRun {
  std::string message;
  bool as_update = false;
  bool wait = true;
  bool watch_secs = true;
  int at_once = 8;                     // jobs on their way at the same time
  std::chrono::seconds timeout{1800};  // for each job, from when it was begun
};

// What became of a plan.
struct Deployed {
  const JobPlan* plan = nullptr;
  std::optional<Handle> handle;         // when the cluster accepted it
  std::optional<WatchOutcome> outcome;  // when it was watched
  std::optional<lang::Error> error;     // it was refused, or the watch failed

  // "done", "accepted" when nobody watched, "unchanged", "refused", "not_started" after Ctrl-C, "failed", ...
  std::string result() const;
  int code() const;
};

// Carries out all plans; what goes wrong with one keeps no other from being begun. One answer a plan, in their order.
std::vector<Deployed> deploy_fleet(const std::vector<JobPlan>& plans, const DeployRun& run, Context& context);

// Says on stderr how a watch ended that is not simply done, and how to go on.
void show_outcome(const Handle& handle, const WatchOutcome& outcome, Context& context);
std::string result_name(WatchResult result);
int code_of(WatchResult result);

}  // namespace borealis::client
