#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.update_config) return;
  const std::optional<std::int64_t>& pulse = job.job.update_config->pulse_interval_secs;
  if (!pulse || *pulse >= 60) return;
  findings.add("update_config.pulse_interval_secs",
               joined("`pulse_interval_secs` must be at least 60 (a pulse a minute), not ", *pulse));
}

}  // namespace

const Rule pulse_interval = {"pulse-interval", lang::Severity::error, RuleStage::client,
                             "Pulses more often than once a minute.", check};

}  // namespace borealis::schema::rules
