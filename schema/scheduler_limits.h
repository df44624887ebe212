// What a cluster's operator decides about jobs with the flags of the scheduler and of the executor. Members are called
// like the flags, in snake_case; their defaults are those of the flags. (schema.md §10, §13; runner.md §14, §15.2)
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lang/result.h"

namespace borealis::schema {

// A regular expression that the whole name of an environment must match.
class EnvironmentPattern {
 public:
  EnvironmentPattern();  // ^(prod|devel|test|staging\d*)$
  // An error of class usage when `text` is no regular expression.
  static lang::Result<EnvironmentPattern> parse(std::string text);

  const std::string& text() const { return text_; }
  bool is_default() const { return matcher_ == nullptr; }
  // Names longer than kMaxIdentifierLength never match.
  bool matches(std::string_view environment) const;

 private:
  std::string text_;
  std::shared_ptr<const std::function<bool(const std::string&)>> matcher_;  // nullptr: the default
};

// One tier of the scheduler's `-tier_config` file. (schema.md §10)
struct Tier {
  std::string name;
  bool preemptible = false;
  bool revocable = false;

  bool is_production() const { return !preemptible && !revocable; }
};

// The tiers of a scheduler whose `-tier_config` nobody changed.
std::vector<Tier> default_tiers();

struct SchedulerLimits {
  EnvironmentPattern allowed_job_environments;
  std::int64_t max_tasks_per_job = 4000;                         // instances of one job
  std::int64_t max_update_instance_failures = 20000;             // max_per_shard_failures times instances
  std::vector<std::string> allowed_container_types = {"MESOS"};  // of MESOS and DOCKER, upper case
  bool allow_docker_parameters = false;
  bool allow_container_volumes = false;
  bool allow_gpu_resource = false;
  std::int64_t min_required_instances_for_sla_check = 20;  // of a job with a count or percentage SLA policy
  std::int64_t max_sla_duration_secs = 7200;               // the flag takes a time with a unit, `2hrs`
  bool sla_aware_kill_non_prod = false;                    // SLA policies in every tier

  // What the files named by the flags hold: `-tier_config`, and the executors of `-custom_executor_config` beside
  // AuroraExecutor.
  std::vector<Tier> tier_config = default_tiers();
  std::string default_tier = "preemptible";
  std::vector<std::string> custom_executor_config;

  // The executor's `--announcer-allow-custom-serverset-path`.
  bool announcer_allow_custom_serverset_path = false;

  // Who has these limits, for messages: "the cluster `west`".
  std::string owner = "a scheduler with default settings";

  bool allows_container(std::string_view type) const;  // "DOCKER"
  bool has_executor(std::string_view name) const;
  // nullptr: there is no such tier.
  const Tier* tier(std::string_view name) const;
  // The tier that a job without one is given: by the original client when `production` is set, else the scheduler's
  // default. nullptr: not known.
  const Tier* tier_of(bool production) const;
};

// The limits of each cluster that a config may name.
struct ClusterLimits {
  SchedulerLimits fallback;                         // of clusters about which nothing is known
  std::map<std::string, SchedulerLimits> clusters;  // by name

  const SchedulerLimits& of(const std::string& cluster) const;
};

}  // namespace borealis::schema
