#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.task.processes) return;
  for (std::size_t i = 0; i < job.job.task.processes->size(); ++i) {
    const Process& process = (*job.job.task.processes)[i];
    if (!process.final || !process.daemon || process.ephemeral) continue;
    findings.add(joined("task.processes[", i, "].daemon"),
                 joined("the final process `", process.name,
                        "` is a daemon, so the task ends only when `finalization_wait` is over"),
                 "leave `daemon` out");
  }
}

}  // namespace

const Rule final_daemon = {"final-daemon", lang::Severity::warning, RuleStage::lint, "A final process that never ends.",
                           check};

}  // namespace borealis::schema::rules
