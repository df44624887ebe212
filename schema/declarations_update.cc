// Updates, health checks and the end of a task. (schema.md §4)
#include "schema/declarations.h"

namespace borealis::schema {

template <>
const StructSchema<QueueUpdateStrategy>& schema_of<QueueUpdateStrategy>() {
  static const StructSchema<QueueUpdateStrategy> schema =
      describe<QueueUpdateStrategy>("QueueUpdateStrategy", "Keeps a fixed number of instances under update.")
          .defaulted("batch_size", &QueueUpdateStrategy::batch_size, "How many instances are updated at a time.");
  return schema;
}

template <>
const StructSchema<BatchUpdateStrategy>& schema_of<BatchUpdateStrategy>() {
  static const StructSchema<BatchUpdateStrategy> schema =
      describe<BatchUpdateStrategy>("BatchUpdateStrategy", "Updates in batches, each finished before the next.")
          .defaulted("batch_size", &BatchUpdateStrategy::batch_size, "How many instances make a batch.")
          .defaulted("autopause_after_batch", &BatchUpdateStrategy::autopause_after_batch,
                     "Pause after each batch, until somebody resumes the update.");
  return schema;
}

template <>
const StructSchema<VariableBatchUpdateStrategy>& schema_of<VariableBatchUpdateStrategy>() {
  static const StructSchema<VariableBatchUpdateStrategy> schema =
      describe<VariableBatchUpdateStrategy>("VariableBatchUpdateStrategy", "Updates in batches of given sizes.")
          .required("batch_sizes", &VariableBatchUpdateStrategy::batch_sizes,
                    "The size of each batch; the last one repeats.")
          .defaulted("autopause_after_batch", &VariableBatchUpdateStrategy::autopause_after_batch,
                     "Pause after each batch, until somebody resumes the update.");
  return schema;
}

template <>
const StructSchema<UpdateConfig>& schema_of<UpdateConfig>() {
  static const StructSchema<UpdateConfig> schema =
      describe<UpdateConfig>("UpdateConfig", "How a running job is changed to a new configuration.")
          .defaulted("batch_size", &UpdateConfig::batch_size, "How many instances are updated at a time.")
          .defaulted("watch_secs", &UpdateConfig::watch_secs, "How long an instance must have run to count as updated.",
                     Unit::seconds)
          .defaulted("max_per_shard_failures", &UpdateConfig::max_per_shard_failures,
                     "How often one instance may fail before it has failed to update.")
          .defaulted("max_total_failures", &UpdateConfig::max_total_failures,
                     "How many instances may fail before the update has failed.")
          .defaulted("rollback_on_failure", &UpdateConfig::rollback_on_failure,
                     "Put the old configuration back when the update failed.")
          .defaulted("wait_for_batch_completion", &UpdateConfig::wait_for_batch_completion,
                     "Finish a batch before the next; BatchUpdateStrategy says the same.")
          .optional("pulse_interval_secs", &UpdateConfig::pulse_interval_secs,
                    "Block the update unless somebody sends a pulse this often; at least 60.", Unit::seconds)
          .defaulted("sla_aware", &UpdateConfig::sla_aware, "Respect the job's SLA policy while updating.")
          .optional("update_strategy", &UpdateConfig::update_strategy,
                    "In which groups instances are updated; unset: a queue of `batch_size`.");
  return schema;
}

template <>
const StructSchema<HttpHealthChecker>& schema_of<HttpHealthChecker>() {
  static const StructSchema<HttpHealthChecker> schema =
      describe<HttpHealthChecker>("HttpHealthChecker", "Asks the port named `health` over HTTP.")
          .defaulted("endpoint", &HttpHealthChecker::endpoint, "The path that is asked.")
          .defaulted("expected_response", &HttpHealthChecker::expected_response,
                     "What the body must be, in any case of letters; empty: anything.")
          .defaulted("expected_response_code", &HttpHealthChecker::expected_response_code,
                     "What the status code must be; 0: anything.");
  return schema;
}

template <>
const StructSchema<ShellHealthChecker>& schema_of<ShellHealthChecker>() {
  static const StructSchema<ShellHealthChecker> schema =
      describe<ShellHealthChecker>("ShellHealthChecker", "Runs a command to see whether an instance is healthy.")
          .required("shell_command", &ShellHealthChecker::shell_command, "The command; it exits 0 when healthy.");
  return schema;
}

template <>
const StructSchema<HealthCheckerConfig>& schema_of<HealthCheckerConfig>() {
  static const StructSchema<HealthCheckerConfig> schema =
      describe<HealthCheckerConfig>("HealthCheckerConfig", "Which check is made; `shell` wins when both are set.")
          .optional("http", &HealthCheckerConfig::http, "Ask over HTTP.")
          .optional("shell", &HealthCheckerConfig::shell, "Run a command.");
  return schema;
}

template <>
const StructSchema<HealthCheckConfig>& schema_of<HealthCheckConfig>() {
  static const StructSchema<HealthCheckConfig> schema =
      describe<HealthCheckConfig>("HealthCheckConfig", "When an instance counts as healthy.")
          .defaulted("health_checker", &HealthCheckConfig::health_checker, "How health is asked.")
          .defaulted("initial_interval_secs", &HealthCheckConfig::initial_interval_secs,
                     "Failures are forgiven for this long after the start.", Unit::seconds)
          .defaulted("interval_secs", &HealthCheckConfig::interval_secs, "Time between two checks.", Unit::seconds)
          .defaulted("max_consecutive_failures", &HealthCheckConfig::max_consecutive_failures,
                     "How many failed checks in a row are borne.")
          .defaulted("min_consecutive_successes", &HealthCheckConfig::min_consecutive_successes,
                     "How many successful checks in a row make an instance RUNNING.")
          .defaulted("timeout_secs", &HealthCheckConfig::timeout_secs, "How long one check may take.", Unit::seconds);
  return schema;
}

template <>
const StructSchema<HttpLifecycleConfig>& schema_of<HttpLifecycleConfig>() {
  static const StructSchema<HttpLifecycleConfig> schema =
      describe<HttpLifecycleConfig>("HttpLifecycleConfig", "Asks a task over HTTP to end before it is killed.")
          .defaulted("port", &HttpLifecycleConfig::port, "Name of the port that is asked.")
          .defaulted("graceful_shutdown_endpoint", &HttpLifecycleConfig::graceful_shutdown_endpoint,
                     "The path of the first request.")
          .defaulted("shutdown_endpoint", &HttpLifecycleConfig::shutdown_endpoint, "The path of the second request.")
          .defaulted("graceful_shutdown_wait_secs", &HttpLifecycleConfig::graceful_shutdown_wait_secs,
                     "Time to end after the first request.", Unit::seconds)
          .defaulted("shutdown_wait_secs", &HttpLifecycleConfig::shutdown_wait_secs,
                     "Time to end after the second request.", Unit::seconds);
  return schema;
}

template <>
const StructSchema<LifecycleConfig>& schema_of<LifecycleConfig>() {
  static const StructSchema<LifecycleConfig> schema =
      describe<LifecycleConfig>("LifecycleConfig", "How a task is asked to end.")
          .optional("http", &LifecycleConfig::http, "Over HTTP; unset: not at all.");
  return schema;
}

}  // namespace borealis::schema
