#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.production || job.job.tier) return;
  findings.add("production", "`production` is deprecated", "set `tier='preferred'` in its place");
}

}  // namespace

const Rule deprecated_production = {"deprecated-production", lang::Severity::warning, RuleStage::client,
                                    "`production` is deprecated.", check};

}  // namespace borealis::schema::rules
