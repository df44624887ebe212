// What a job is: plain structs. One declaration a field (schema/declarations.cc) ties each member to its name, type,
// default, unit and line of documentation; everything else is derived from there. (schema.md §2, §4)
//
// Strings may still hold run-time references ({{mesos.instance}}, {{thermos.ports[http]}} ...). Sizes are bytes, times
// seconds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace borealis::schema {

struct Resources {
  double cpu = 0;
  std::int64_t ram = 0;
  std::int64_t disk = 0;
  std::int64_t gpu = 0;
};

struct RotatePolicy {
  std::int64_t log_size = 100 << 20;
  std::int64_t backups = 5;
};

enum class LoggerDestination : std::uint8_t { file, console, both, none };
enum class LoggerMode : std::uint8_t { standard, rotate };

struct Logger {
  LoggerDestination destination = LoggerDestination::file;
  LoggerMode mode = LoggerMode::standard;
  std::optional<RotatePolicy> rotate;
};

struct Process {
  std::string cmdline;
  std::string name;
  std::optional<Resources> resources;
  std::int64_t max_failures = 1;
  bool daemon = false;
  bool ephemeral = false;
  std::int64_t min_duration = 5;
  bool final = false;
  std::optional<Logger> logger;
};

// "left before right" for each neighbouring pair.
struct Constraint {
  std::optional<std::vector<std::string>> order;
};

struct Task {
  std::string name;
  std::optional<std::vector<Process>> processes;
  std::vector<Constraint> constraints;
  std::optional<Resources> resources;
  std::int64_t max_failures = 1;
  std::int64_t max_concurrency = 0;
  std::int64_t finalization_wait = 30;
  std::optional<std::string> user;
};

struct QueueUpdateStrategy {
  std::int64_t batch_size = 1;
};
struct BatchUpdateStrategy {
  std::int64_t batch_size = 1;
  bool autopause_after_batch = false;
};
struct VariableBatchUpdateStrategy {
  std::vector<std::int64_t> batch_sizes;
  bool autopause_after_batch = false;
};
using UpdateStrategy = std::variant<QueueUpdateStrategy, BatchUpdateStrategy, VariableBatchUpdateStrategy>;

struct UpdateConfig {
  std::int64_t batch_size = 1;
  std::int64_t watch_secs = 45;
  std::int64_t max_per_shard_failures = 0;
  std::int64_t max_total_failures = 0;
  bool rollback_on_failure = true;
  bool wait_for_batch_completion = false;
  std::optional<std::int64_t> pulse_interval_secs;
  bool sla_aware = false;
  std::optional<UpdateStrategy> update_strategy;
};

struct HttpHealthChecker {
  std::string endpoint = "/health";
  std::string expected_response = "ok";
  std::int64_t expected_response_code = 0;
};
struct ShellHealthChecker {
  std::string shell_command;
};
struct HealthCheckerConfig {
  std::optional<HttpHealthChecker> http;
  std::optional<ShellHealthChecker> shell;
};
struct HealthCheckConfig {
  std::optional<HealthCheckerConfig> health_checker = HealthCheckerConfig{HttpHealthChecker{}, std::nullopt};
  double initial_interval_secs = 15.0;
  double interval_secs = 10.0;
  std::int64_t max_consecutive_failures = 0;
  std::int64_t min_consecutive_successes = 1;
  double timeout_secs = 1.0;
};

struct HttpLifecycleConfig {
  std::string port = "health";
  std::string graceful_shutdown_endpoint = "/quitquitquit";
  std::string shutdown_endpoint = "/abortabortabort";
  std::int64_t graceful_shutdown_wait_secs = 5;
  std::int64_t shutdown_wait_secs = 5;
};
struct LifecycleConfig {
  std::optional<HttpLifecycleConfig> http;
};

using StringMap = std::vector<std::pair<std::string, std::string>>;

struct Announcer {
  std::string primary_port = "http";
  StringMap portmap = {{"aurora", "{{primary_port}}"}};
  std::optional<std::string> zk_path;
};

struct Parameter {
  std::string name;
  std::string value;
};
struct Docker {
  std::string image;
  std::vector<Parameter> parameters;
};
struct AppcImage {
  std::string name;
  std::string image_id;
};
struct DockerImage {
  std::string name;
  std::string tag;
};
enum class VolumeMode : std::uint8_t { RO, RW };
struct Volume {
  std::string container_path;
  std::string host_path;
  VolumeMode mode = VolumeMode::RO;
};
using Image = std::variant<AppcImage, DockerImage>;
struct Mesos {
  std::optional<Image> image;
  std::vector<Volume> volumes;
};
struct Container {
  std::optional<Docker> docker;
};
using AnyContainer = std::variant<Container, Docker, Mesos>;

struct PartitionPolicy {
  bool reschedule = true;
  std::int64_t delay_secs = 0;
};
struct Metadata {
  std::string key;
  std::string value;
};
struct ExecutorConfig {
  std::string name = "AuroraExecutor";
  std::string data;
};

struct CoordinatorSlaPolicy {
  std::string coordinator_url;
  std::string status_key = "drain";
};
struct CountSlaPolicy {
  std::int64_t count = 0;
  std::int64_t duration_secs = 0;
};
struct PercentageSlaPolicy {
  double percentage = 0;
  std::int64_t duration_secs = 0;
};
using SlaPolicy = std::variant<CoordinatorSlaPolicy, CountSlaPolicy, PercentageSlaPolicy>;

struct Job {
  std::string name;
  std::string role;
  std::optional<std::string> contact;
  std::string cluster;
  std::string environment;
  std::int64_t instances = 1;
  Task task;
  std::optional<Announcer> announce;
  std::optional<std::string> tier;
  std::optional<std::string> cron_schedule;
  std::string cron_collision_policy = "KILL_EXISTING";
  std::optional<UpdateConfig> update_config;
  std::optional<StringMap> constraints;
  std::vector<Metadata> metadata;
  bool service = false;
  std::int64_t max_task_failures = 1;
  bool production = false;
  std::int64_t priority = 0;
  std::optional<HealthCheckConfig> health_check_config;
  std::optional<LifecycleConfig> lifecycle;
  std::optional<StringMap> task_links;
  std::optional<ExecutorConfig> executor_config;
  bool enable_hooks = false;
  std::optional<PartitionPolicy> partition_policy;
  std::optional<SlaPolicy> sla_policy;
  std::optional<AnyContainer> container;
};

// CLUSTER/ROLE/ENV/NAME.
struct JobKey {
  std::string cluster;
  std::string role;
  std::string environment;
  std::string name;

  std::string text() const { return cluster + "/" + role + "/" + environment + "/" + name; }
  friend bool operator==(const JobKey&, const JobKey&) = default;
};

inline JobKey key_of(const Job& job) {
  return {job.cluster, job.role, job.environment, job.name};
}

}  // namespace borealis::schema
