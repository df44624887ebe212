#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

constexpr std::int64_t kMostRuns = 100;

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.task.processes) return;
  for (std::size_t i = 0; i < job.job.task.processes->size(); ++i) {
    const std::int64_t failures = (*job.job.task.processes)[i].max_failures;
    if (failures <= kMostRuns) continue;
    findings.add(
        joined("task.processes[", i, "].max_failures"),
        joined("`max_failures` is ", failures, ", but a cluster runs a process ", kMostRuns, " times at most"));
  }
}

}  // namespace

const Rule run_limit = {"run-limit", lang::Severity::warning, RuleStage::lint,
                        "More failures than a cluster lets a process have.", check};

}  // namespace borealis::schema::rules
