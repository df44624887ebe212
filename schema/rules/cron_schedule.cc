#include "schema/cron.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.cron_schedule || has_refused_reference(job, "cron_schedule")) return;
  const std::string& schedule = *job.job.cron_schedule;
  const lang::Result<CronSchedule> parsed = parse_cron(schedule);
  if (parsed) return;
  findings.add("cron_schedule",
               joined("the cron schedule ", lang::Data(schedule).quote(), " is not valid: ", parsed.error().message),
               parsed.error().hint);
}

}  // namespace

const Rule cron_schedule = {"cron-schedule", lang::Severity::error, RuleStage::scheduler,
                            "A cron schedule that no scheduler can read.", check};

}  // namespace borealis::schema::rules
