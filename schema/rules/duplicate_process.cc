#include <map>

#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.task.processes) return;
  std::map<std::string, std::size_t> first;
  for (std::size_t i = 0; i < job.job.task.processes->size(); ++i) {
    const std::string& name = (*job.job.task.processes)[i].name;
    const auto [known, fresh] = first.emplace(name, i);
    if (fresh || name.empty()) continue;
    findings.add(joined("task.processes[", i, "].name"),
                 joined("two processes of the task have the same name, `", name, "`; only the last one runs"));
    findings.note(joined("task.processes[", known->second, "].name"), "the other one");
  }
}

}  // namespace

const Rule duplicate_process = {"duplicate-process", lang::Severity::warning, RuleStage::lint,
                                "Two processes of one name: only the last one runs.", check};

}  // namespace borealis::schema::rules
