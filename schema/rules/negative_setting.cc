#include "lang/json.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check_value(Findings& findings, const char* path, double value, const std::string& text) {
  if (!(value < 0)) return;
  const std::string_view whole(path);
  findings.add(path, joined("`", whole.substr(whole.rfind('.') + 1), "` is ", text, ", but cannot be less than 0"));
}

void check_count(Findings& findings, const char* path, std::int64_t value) {
  check_value(findings, path, static_cast<double>(value), std::to_string(value));
}

void check(const JobUnderCheck& job, Findings& findings) {
  if (job.job.update_config) check_count(findings, "update_config.watch_secs", job.job.update_config->watch_secs);
  if (!job.job.health_check_config) return;
  const HealthCheckConfig& health = *job.job.health_check_config;
  const auto seconds = [&](const char* path, double value) {
    check_value(findings, path, value, lang::float_repr(value));
  };
  check_count(findings, "health_check_config.max_consecutive_failures", health.max_consecutive_failures);
  check_count(findings, "health_check_config.min_consecutive_successes", health.min_consecutive_successes);
  seconds("health_check_config.initial_interval_secs", health.initial_interval_secs);
  seconds("health_check_config.interval_secs", health.interval_secs);
}

}  // namespace

const Rule negative_setting = {"negative-setting", lang::Severity::error, RuleStage::client,
                               "A time or a count below zero.", check};

}  // namespace borealis::schema::rules
