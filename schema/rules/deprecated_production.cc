#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.production) return;
  if (!job.job.tier) {
    findings.add("production", "`production` is deprecated", "set `tier='preferred'` in its place");
    return;
  }
  const Tier* tier = job.limits.tier(*job.job.tier);
  if (tier == nullptr || tier->is_production()) return;
  findings.add("production",
               joined("`production` has no effect beside the tier `", tier->name, "`, which is not for production"),
               "leave it out, or set `tier='preferred'`");
}

}  // namespace

const Rule deprecated_production = {"deprecated-production", lang::Severity::warning, RuleStage::client,
                                    "`production`, which is deprecated.", check};

}  // namespace borealis::schema::rules
