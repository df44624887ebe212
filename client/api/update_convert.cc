// Updates as the API has them. (schema.md §12)
#include <fmt/format.h>

#include <limits>

#include "client/api/convert.h"
#include "client/api/findings.h"
#include "client/api/names.h"

namespace borealis::api {
namespace {

JobUpdateStrategy queue(std::int32_t size) {
  QueueJobUpdateStrategy strategy;
  strategy.__set_groupSize(size);
  JobUpdateStrategy result;
  result.__set_queueStrategy(strategy);
  return result;
}

JobUpdateStrategy batch(std::int32_t size, bool autopause) {
  BatchJobUpdateStrategy strategy;
  strategy.__set_groupSize(size);
  strategy.__set_autopauseAfterBatch(autopause);
  JobUpdateStrategy result;
  result.__set_batchStrategy(strategy);
  return result;
}

// Strategy and the two older fields that say the same to an older scheduler.
void set_strategy(Findings& findings, const schema::UpdateConfig& config, JobUpdateSettings& settings) {
  const std::string path = "update_config.update_strategy";
  std::int32_t group_size = findings.i32("update_config.batch_size", config.batch_size);
  bool wait_for_batch = config.wait_for_batch_completion;
  JobUpdateStrategy strategy;
  if (!config.update_strategy) {
    strategy = wait_for_batch ? batch(group_size, false) : queue(group_size);
  } else if (const auto* queued = std::get_if<schema::QueueUpdateStrategy>(&*config.update_strategy)) {
    group_size = findings.i32(path + ".batch_size", queued->batch_size);
    strategy = queue(group_size);
  } else if (const auto* batched = std::get_if<schema::BatchUpdateStrategy>(&*config.update_strategy)) {
    group_size = findings.i32(path + ".batch_size", batched->batch_size);
    wait_for_batch = true;
    strategy = batch(group_size, batched->autopause_after_batch);
  } else if (const auto* variable = std::get_if<schema::VariableBatchUpdateStrategy>(&*config.update_strategy)) {
    VariableBatchJobUpdateStrategy converted;
    std::vector<std::int32_t> sizes;
    for (std::size_t i = 0; i < variable->batch_sizes.size(); ++i) {
      sizes.push_back(findings.i32(fmt::format("{}.batch_sizes[{}]", path, i), variable->batch_sizes[i]));
    }
    if (!sizes.empty()) group_size = sizes.front();
    converted.__set_groupSizes(sizes);
    converted.__set_autopauseAfterBatch(variable->autopause_after_batch);
    strategy.__set_varBatchStrategy(converted);
  }
  settings.__set_updateGroupSize(group_size);
  settings.__set_waitForBatchCompletion(wait_for_batch);
  settings.__set_updateStrategy(strategy);
}

// What the original client refuses before it asks.
void check(Findings& findings, const schema::UpdateConfig& config) {
  const auto number = [&](const char* rule, const char* field, std::int64_t value, std::int64_t least) {
    if (value >= least) return;
    findings.add(rule, fmt::format("update_config.{}", field),
                 fmt::format("`{}` is {}, it must be at least {}", field, value, least), "");
  };
  number("update-batch-size", "batch_size", config.batch_size, 1);
  number("negative-setting", "watch_secs", config.watch_secs, 0);
  if (config.pulse_interval_secs) number("pulse-interval", "pulse_interval_secs", *config.pulse_interval_secs, 60);
  if (!config.update_strategy) return;
  if (config.wait_for_batch_completion) {
    findings.add("ambiguous-update", "update_config.wait_for_batch_completion",
                 "`wait_for_batch_completion` and `update_strategy` exclude each other",
                 "leave `wait_for_batch_completion` out");
  }
  if (config.batch_size > 1) {
    findings.add("ambiguous-update", "update_config.batch_size",
                 "`batch_size` and `update_strategy` exclude each other", "set the size in the strategy");
  }
}

Range range(int first, int last) {
  Range result;
  result.__set_first(first);
  result.__set_last(last);
  return result;
}

}  // namespace

lang::Result<JobUpdateSettings> to_update_settings(const schema::Job& job, const lang::Data& job_data,
                                                   const std::optional<std::vector<int>>& only_instances) {
  const schema::UpdateConfig config = job.update_config.value_or(schema::UpdateConfig{});
  Findings findings(job_data);
  check(findings, config);
  JobUpdateSettings settings;
  set_strategy(findings, config, settings);
  settings.__set_maxPerInstanceFailures(
      findings.i32("update_config.max_per_shard_failures", config.max_per_shard_failures));
  settings.__set_maxFailedInstances(findings.i32("update_config.max_total_failures", config.max_total_failures));
  settings.__set_minWaitInInstanceRunningMs(findings.milliseconds("update_config.watch_secs", config.watch_secs));
  settings.__set_rollbackOnFailure(config.rollback_on_failure);
  settings.__set_slaAware(config.sla_aware);
  if (config.pulse_interval_secs) {
    settings.__set_blockIfNoPulsesAfterMs(
        findings.milliseconds("update_config.pulse_interval_secs", *config.pulse_interval_secs));
  }
  if (only_instances) settings.__set_updateOnlyTheseInstances(to_ranges(*only_instances));
  if (!findings.empty()) {
    return findings.error(fmt::format("the update of {} can't be sent", schema::key_of(job).text()));
  }
  return settings;
}

lang::Result<JobUpdateRequest> to_update_request(const JobConfiguration& configuration, const schema::Job& job,
                                                 const lang::Data& job_data, const std::string& update_id,
                                                 const std::optional<std::vector<int>>& only_instances) {
  auto settings = to_update_settings(job, job_data, only_instances);
  if (!settings) return settings.error();
  JobUpdateRequest request;
  request.__set_taskConfig(configuration.taskConfig);
  request.__set_instanceCount(configuration.instanceCount);
  request.__set_settings(*settings);
  if (!update_id.empty()) {
    Metadata pair;
    pair.__set_key(update_id_metadata_key);
    pair.__set_value(update_id);
    request.__set_metadata({pair});
  }
  return request;
}

std::set<Range> to_ranges(const std::vector<int>& sorted) {
  std::set<Range> ranges;
  for (std::size_t i = 0; i < sorted.size();) {
    std::size_t end = i + 1;
    while (end < sorted.size() && sorted[end] == sorted[end - 1] + 1) ++end;
    ranges.insert(range(sorted[i], sorted[end - 1]));
    i = end;
  }
  return ranges;
}

std::vector<int> from_ranges(const std::set<Range>& ranges) {
  constexpr std::int64_t most = 1'000'000;
  std::set<int> instances;
  for (const Range& r : ranges) {
    if (r.last < r.first || std::int64_t{r.last} - r.first >= most) continue;
    for (std::int64_t i = r.first; i <= r.last; ++i) instances.insert(static_cast<int>(i));
  }
  return {instances.begin(), instances.end()};
}

}  // namespace borealis::api
