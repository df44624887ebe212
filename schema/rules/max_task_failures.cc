#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  const std::int64_t failures = job.job.max_task_failures;
  if (failures >= -1) return;
  findings.add("max_task_failures",
               joined("`max_task_failures` is ", failures,
                      job.job.service ? ", which means nothing" : ", so a task that fails once is given up"),
               "-1 stands for any number of failures");
}

}  // namespace

const Rule max_task_failures = {"max-task-failures", lang::Severity::warning, RuleStage::lint,
                                "A number of task failures below -1.", check};

}  // namespace borealis::schema::rules
