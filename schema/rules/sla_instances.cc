#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  const std::int64_t least = job.limits.min_required_instances_for_sla_check;
  if (!job.job.sla_policy || !job.good("instances") || job.job.instances >= least) return;
  if (std::holds_alternative<CoordinatorSlaPolicy>(*job.job.sla_policy)) return;
  findings.add(
      "sla_policy",
      joined("a count or percentage SLA policy needs at least ", least, " instances; the job has ", job.job.instances),
      "leave it out, or use a CoordinatorSlaPolicy");
  findings.note("instances", "the number of instances");
}

}  // namespace

const Rule sla_instances = {"sla-instances", lang::Severity::error, RuleStage::scheduler,
                            "An SLA policy of a job that is too small for one.", check};

}  // namespace borealis::schema::rules
