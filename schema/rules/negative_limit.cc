#include <string_view>

#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check_count(Findings& findings, std::string_view path, std::int64_t value, const char* hint) {
  if (value >= 0) return;
  findings.add(
      path, joined("`", path.substr(path.rfind('.') + 1), "` is ", value, ", and below 0 it has no sensible meaning"),
      hint);
}

void check(const JobUnderCheck& job, Findings& findings) {
  const Task& task = job.job.task;
  constexpr const char* kNoLimit = "0 stands for no limit";
  constexpr const char* kSeconds = "it is a number of seconds, 0 or more";
  for (std::size_t i = 0; task.processes && i < task.processes->size(); ++i) {
    const Process& process = (*task.processes)[i];
    if (process.max_failures >= 0 && process.min_duration >= 0) continue;
    const std::string path = joined("task.processes[", i, "].");
    check_count(findings, path + "max_failures", process.max_failures, kNoLimit);
    check_count(findings, path + "min_duration", process.min_duration, kSeconds);
  }
  check_count(findings, "task.max_failures", task.max_failures, kNoLimit);
  check_count(findings, "task.max_concurrency", task.max_concurrency, kNoLimit);
  check_count(findings, "task.finalization_wait", task.finalization_wait, kSeconds);
  if (job.job.lifecycle && job.job.lifecycle->http) {
    const HttpLifecycleConfig& http = *job.job.lifecycle->http;
    check_count(findings, "lifecycle.http.graceful_shutdown_wait_secs", http.graceful_shutdown_wait_secs, kSeconds);
    check_count(findings, "lifecycle.http.shutdown_wait_secs", http.shutdown_wait_secs, kSeconds);
  }
  if (job.job.partition_policy) {
    check_count(findings, "partition_policy.delay_secs", job.job.partition_policy->delay_secs, kSeconds);
  }
}

}  // namespace

const Rule negative_limit = {"negative-limit", lang::Severity::warning, RuleStage::lint,
                             "A count or a time below zero that is accepted and misunderstood.", check};

}  // namespace borealis::schema::rules
