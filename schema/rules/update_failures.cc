#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check_limit(Findings& findings, const char* field, std::int64_t value) {
  if (value >= 0) return;
  findings.add(std::string("update_config.") + field, joined("`", field, "` is ", value, ", but cannot be negative"));
}

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.update_config) return;
  const UpdateConfig& update = *job.job.update_config;
  check_limit(findings, "max_per_shard_failures", update.max_per_shard_failures);
  check_limit(findings, "max_total_failures", update.max_total_failures);
  if (!job.good("instances") || job.job.instances <= 0) return;
  const double failures = static_cast<double>(update.max_per_shard_failures) * static_cast<double>(job.job.instances);
  const std::int64_t most = job.limits.max_update_instance_failures;
  if (failures <= static_cast<double>(most)) return;
  findings.add("update_config.max_per_shard_failures",
               joined("`max_per_shard_failures` of ", update.max_per_shard_failures, " for ", job.job.instances,
                      " instances allows more than ", most, " failures, which ", job.limits.owner, " refuses"),
               joined("use at most ", most / job.job.instances));
}

}  // namespace

const Rule update_failures = {"update-failures", lang::Severity::error, RuleStage::scheduler,
                              "Limits on the failures of an update that no scheduler accepts.", check};

}  // namespace borealis::schema::rules
