#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (upper_case(job.job.cron_collision_policy) != "RUN_OVERLAP") return;
  findings.add("cron_collision_policy", "the cron collision policy RUN_OVERLAP has been removed",
               "use KILL_EXISTING or CANCEL_NEW");
}

}  // namespace

const Rule cron_run_overlap = {"cron-run-overlap", lang::Severity::error, RuleStage::scheduler,
                               "The collision policy RUN_OVERLAP, which was removed.", check};

}  // namespace borealis::schema::rules
