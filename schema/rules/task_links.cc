#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.task_links) return;
  findings.add("task_links", "`task_links` has no effect any more", "leave it out");
}

}  // namespace

const Rule task_links = {"task-links", lang::Severity::warning, RuleStage::lint, "`task_links` has no effect.", check};

}  // namespace borealis::schema::rules
