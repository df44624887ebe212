#include "lang/json.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

// 0 watches nothing on purpose: an update then goes by the health checks that an instance passes at its start.
void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.update_config || !makes_health_checks(job)) return;
  const std::int64_t watch = job.job.update_config->watch_secs;
  const HealthCheckConfig& health = *job.job.health_check_config;
  const double window = health.interval_secs * (static_cast<double>(health.max_consecutive_failures) + 1);
  if (watch <= 0 || health.interval_secs <= 0 || static_cast<double>(watch) >= window) return;
  findings.add(
      "update_config.watch_secs",
      joined("`watch_secs` is ", watch, ", but an instance is found unhealthy only after ", lang::float_repr(window),
             " seconds of failing checks, when its update has been counted a success"),
      joined("watch for at least `interval_secs` times (`max_consecutive_failures` + 1): ", lang::float_repr(window),
             " seconds"));
  findings.note("health_check_config", "the health checks");
}

}  // namespace

const Rule short_watch = {"short-watch", lang::Severity::warning, RuleStage::lint,
                          "An update that stops watching before a health check can fail.", check};

}  // namespace borealis::schema::rules
