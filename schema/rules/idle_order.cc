#include "schema/plan.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.good("task.processes") || !job.good("task.constraints")) return;
  for (int constraint : idle_orders(job.job.task)) {
    std::string names;
    for (const std::string& name : *job.job.task.constraints[static_cast<std::size_t>(constraint)].order) {
      names += (names.empty() ? "`" : ", `") + name + "`";
    }
    findings.add(joined("task.constraints[", constraint, "].order"),
                 "the order names no process of the task and has no effect: " + names);
  }
}

}  // namespace

const Rule idle_order = {"idle-order", lang::Severity::warning, RuleStage::lint,
                         "An order that names no process of the task.", check};

}  // namespace borealis::schema::rules
