#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.sla_policy) return;
  std::int64_t seconds = 0;
  if (const auto* count = std::get_if<CountSlaPolicy>(&*job.job.sla_policy)) seconds = count->duration_secs;
  if (const auto* share = std::get_if<PercentageSlaPolicy>(&*job.job.sla_policy)) seconds = share->duration_secs;
  const std::int64_t most = job.limits.max_sla_duration_secs;
  if (seconds <= most) return;
  findings.add("sla_policy.duration_secs",
               joined("`duration_secs` is ", seconds, ", more than the ", most, " that ", job.limits.owner, " allows"));
}

}  // namespace

const Rule sla_duration = {"sla-duration", lang::Severity::error, RuleStage::scheduler,
                           "An SLA policy over more time than the scheduler allows.", check};

}  // namespace borealis::schema::rules
