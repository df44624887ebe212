#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.cron_schedule || job.job.cron_schedule->empty() || !job.job.service) return;
  findings.add("cron_schedule", "a service cannot run on a cron schedule",
               "use `Job(...)` in place of `Service(...)`, or leave `cron_schedule` out");
}

}  // namespace

const Rule cron_service = {"cron-service", lang::Severity::error, RuleStage::scheduler, "A service on a cron schedule.",
                           check};

}  // namespace borealis::schema::rules
