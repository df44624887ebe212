#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.task.processes) {
    findings.add("task.processes", "Task needs the field `processes`", "list the processes that the task runs");
  }
  if (!job.job.task.resources) {
    findings.add("task.resources", "Task needs the field `resources`",
                 "add `resources=Resources(cpu=..., ram=..., disk=...)`");
  }
}

}  // namespace

const Rule missing_parts = {"missing-field", lang::Severity::error, RuleStage::conversion,
                            "A struct without a field that it needs.", check};

}  // namespace borealis::schema::rules
