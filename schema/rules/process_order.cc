#include "schema/plan.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.good("task.processes") || !job.good("task.constraints")) return;
  for (const PlanProblem& problem : plan_problems(job.job.task)) {
    const std::string path = joined("task.constraints[", problem.constraint, "].order");
    findings.add(path, problem.message, problem.hint);
  }
}

}  // namespace

const Rule process_order = {"process-order", lang::Severity::error, RuleStage::conversion,
                            "An order of processes that can never be met.", check};

}  // namespace borealis::schema::rules
