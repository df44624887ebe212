#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.health_check_config || !job.written("health_check_config") || !knows_ports(job)) return;
  const std::optional<HealthCheckerConfig>& checker = job.job.health_check_config->health_checker;
  // An empty HealthCheckerConfig() asks for no checks.
  const bool unwanted = checker && !checker->http;
  if ((checker && checker->shell) || unwanted || has_port(job, "health")) return;
  findings.add("health_check_config",
               "health checks over HTTP need a port called `health`, and no process uses one: every instance counts as "
               "healthy at once",
               "let a command listen on `{{thermos.ports[health]}}`, map `health` in the announcer's portmap, or set a "
               "ShellHealthChecker");
}

}  // namespace

const Rule health_port = {"health-port", lang::Severity::warning, RuleStage::lint,
                          "Settings of health checks that are never made.", check};

}  // namespace borealis::schema::rules
