#include "schema/identifiers.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.task.processes) return;
  for (std::size_t i = 0; i < job.job.task.processes->size(); ++i) {
    const std::string& name = (*job.job.task.processes)[i].name;
    if (is_process_name(name)) continue;
    const char* why = name.empty() ? "is empty" : name.front() == '.' ? "begins with a dot" : "holds a `/`";
    findings.add(joined("task.processes[", i, "].name"),
                 joined("the process name ", lang::Data(name).quote(), " ", why),
                 "the name is that of the process's log directory", name);
  }
}

}  // namespace

const Rule process_name = {"process-name", lang::Severity::error, RuleStage::conversion,
                           "A process whose name cannot be the name of a directory.", check};

}  // namespace borealis::schema::rules
