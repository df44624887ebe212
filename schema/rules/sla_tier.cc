#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.sla_policy || !job.good("tier") || !job.good("production")) return;
  const std::string tier = job.job.tier.value_or(job.job.production ? "preferred" : "preemptible");
  if (tier == "preferred" || !is_default_tier(tier)) return;
  findings.add("sla_policy",
               joined("an SLA policy is not supported in the tier `", tier, "`",
                      job.job.tier ? "" : ", which a job without `tier` is in"),
               "set `tier='preferred'`");
}

}  // namespace

const Rule sla_tier = {"sla-tier", lang::Severity::error, RuleStage::scheduler,
                       "An SLA policy in a tier that may be preempted.", check};

}  // namespace borealis::schema::rules
