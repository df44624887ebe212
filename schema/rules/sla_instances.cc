#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

constexpr std::int64_t kLeastInstances = 20;

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.sla_policy || !job.good("instances") || job.job.instances >= kLeastInstances) return;
  if (std::holds_alternative<CoordinatorSlaPolicy>(*job.job.sla_policy)) return;
  findings.add("sla_policy",
               joined("a count or percentage SLA policy needs at least ", kLeastInstances, " instances; the job has ",
                      job.job.instances),
               "leave it out, or use a CoordinatorSlaPolicy");
  findings.note("instances", "the number of instances");
}

}  // namespace

const Rule sla_instances = {"sla-instances", lang::Severity::error, RuleStage::scheduler,
                            "An SLA policy of a job that is too small for one.", check};

}  // namespace borealis::schema::rules
