#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.update_config || job.job.update_config->watch_secs != 0 || !job.job.service) return;
  if (!knows_ports(job) || !job.good("health_check_config") || makes_health_checks(job)) return;
  findings.add("update_config.watch_secs",
               "`watch_secs` is 0 and the job has no health checks, so an update never notices that instances fail",
               "watch for some seconds, or give the job health checks");
}

}  // namespace

const Rule unwatched_update = {"unwatched-update", lang::Severity::warning, RuleStage::lint,
                               "An update that notices no failure.", check};

}  // namespace borealis::schema::rules
