#include "lang/json.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!makes_health_checks(job) || job.job.health_check_config->timeout_secs > 0) return;
  findings.add("health_check_config.timeout_secs",
               joined("`timeout_secs` is ", lang::float_repr(job.job.health_check_config->timeout_secs),
                      ", so every health check fails"),
               "write how many seconds a check may take");
}

}  // namespace

const Rule health_timeout = {"health-timeout", lang::Severity::warning, RuleStage::lint,
                             "Health checks that have no time to succeed.", check};

}  // namespace borealis::schema::rules
