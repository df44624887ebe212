#include <cstdint>

#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

// Milliseconds in 32 bits.
constexpr std::int64_t kMostSeconds = INT32_MAX / 1000;

void check_number(Findings& findings, const char* path, std::int64_t value, std::int64_t most) {
  if (value >= -most - 1 && value <= most) return;
  const std::string_view whole(path);
  findings.add(path, joined("`", whole.substr(whole.rfind('.') + 1), "` is ", value, ", more than the API can carry"),
               joined("the most is ", most));
}

void check_strategy(Findings& findings, const UpdateConfig& update) {
  if (!update.update_strategy) return;
  const char* path = "update_config.update_strategy.batch_size";
  if (const auto* queue = std::get_if<QueueUpdateStrategy>(&*update.update_strategy)) {
    check_number(findings, path, queue->batch_size, INT32_MAX);
  } else if (const auto* batch = std::get_if<BatchUpdateStrategy>(&*update.update_strategy)) {
    check_number(findings, path, batch->batch_size, INT32_MAX);
  } else if (const auto* variable = std::get_if<VariableBatchUpdateStrategy>(&*update.update_strategy)) {
    for (std::int64_t size : variable->batch_sizes) {
      check_number(findings, "update_config.update_strategy.batch_sizes", size, INT32_MAX);
    }
  }
}

void check(const JobUnderCheck& job, Findings& findings) {
  check_number(findings, "instances", job.job.instances, INT32_MAX);
  check_number(findings, "max_task_failures", job.job.max_task_failures, INT32_MAX);
  check_number(findings, "priority", job.job.priority, INT32_MAX);
  if (!job.job.update_config) return;
  const UpdateConfig& update = *job.job.update_config;
  check_number(findings, "update_config.batch_size", update.batch_size, INT32_MAX);
  check_number(findings, "update_config.max_per_shard_failures", update.max_per_shard_failures, INT32_MAX);
  check_number(findings, "update_config.max_total_failures", update.max_total_failures, INT32_MAX);
  check_number(findings, "update_config.watch_secs", update.watch_secs, kMostSeconds);
  check_strategy(findings, update);
  check_number(findings, "update_config.pulse_interval_secs", update.pulse_interval_secs.value_or(0), kMostSeconds);
}

}  // namespace

const Rule number_range = {"number-range", lang::Severity::error, RuleStage::conversion,
                           "A number that does not fit its field of the API.", check};

}  // namespace borealis::schema::rules
