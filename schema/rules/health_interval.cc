#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!makes_health_checks(job) || job.job.health_check_config->interval_secs != 0) return;
  findings.add("health_check_config.interval_secs",
               "`interval_secs` is 0, and no executor can make health checks without a pause between them",
               "write how many seconds pass between two checks");
}

}  // namespace

const Rule health_interval = {"health-interval", lang::Severity::error, RuleStage::scheduler,
                              "Health checks without a pause, which the executor refuses.", check};

}  // namespace borealis::schema::rules
