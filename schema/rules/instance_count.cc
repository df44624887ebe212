#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  const std::int64_t instances = job.job.instances;
  const std::int64_t most = job.limits.max_tasks_per_job;
  if (instances >= 1 && instances <= most) return;
  findings.add("instances", joined("`instances` is ", instances, ", but must be at least 1 and at most ", most));
}

}  // namespace

const Rule instance_count = {"instance-count", lang::Severity::error, RuleStage::scheduler,
                             "A number of instances that no scheduler accepts.", check};

}  // namespace borealis::schema::rules
