#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

std::string production_tier(const SchedulerLimits& limits) {
  for (const Tier& tier : limits.tier_config) {
    if (tier.is_production()) return "set `tier='" + tier.name + "'`";
  }
  return "";
}

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.sla_policy || !job.good("tier") || !job.good("production")) return;
  const SchedulerLimits& limits = job.limits;
  const Tier* tier = job.job.tier ? limits.tier(*job.job.tier) : limits.tier_of(job.job.production);
  if (tier == nullptr || tier->is_production() || limits.sla_aware_kill_non_prod) return;
  findings.add("sla_policy",
               joined("an SLA policy is not supported in the tier `", tier->name, "`",
                      job.job.tier ? "" : ", which a job without `tier` is in"),
               production_tier(limits));
}

}  // namespace

const Rule sla_tier = {"sla-tier", lang::Severity::error, RuleStage::scheduler,
                       "An SLA policy in a tier that may be preempted.", check};

}  // namespace borealis::schema::rules
