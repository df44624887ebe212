#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.update_config || !job.job.update_config->sla_aware || job.job.sla_policy) return;
  if (!job.good("sla_policy")) return;
  findings.add("update_config.sla_aware", "`sla_aware` is set, but the job has no `sla_policy`",
               "add an `sla_policy`, or leave `sla_aware` out");
}

}  // namespace

const Rule sla_aware_update = {"sla-aware-update", lang::Severity::error, RuleStage::scheduler,
                               "An update that respects an SLA policy that is not there.", check};

}  // namespace borealis::schema::rules
