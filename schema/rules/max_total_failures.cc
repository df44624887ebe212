#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  const std::int64_t instances = job.job.instances;
  if (!job.job.update_config || instances <= 0 || !job.good("instances")) return;
  const std::int64_t failures = job.job.update_config->max_total_failures;
  const char* path = "update_config.max_total_failures";
  if (failures >= instances) {
    findings.add(path,
                 joined("`max_total_failures` is ", failures, ", but the job has only ", instances, " instance",
                        instances == 1 ? "" : "s"),
                 joined("use at most ", instances - 1));
    findings.note("instances", "the number of instances");
  }
  const std::int64_t least = instances / 50;
  if (is_dedicated(job.job) && failures < least) {
    findings.add(path,
                 joined("a dedicated job of ", instances, " instances needs a `max_total_failures` of at least ", least,
                        ", not ", failures),
                 "it must be 2 % of the instances or more");
    findings.note("constraints[dedicated]", "the job is dedicated");
  }
}

}  // namespace

const Rule max_total_failures = {"max-total-failures", lang::Severity::error, RuleStage::client,
                                 "More tolerated failures than the job can have, or too few for a dedicated job.",
                                 check};

}  // namespace borealis::schema::rules
