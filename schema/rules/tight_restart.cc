#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.task.processes) return;
  for (std::size_t i = 0; i < job.job.task.processes->size(); ++i) {
    const Process& process = (*job.job.task.processes)[i];
    if (process.min_duration != 0 || (process.max_failures != 0 && !process.daemon)) continue;
    findings.add(joined("task.processes[", i, "].min_duration"),
                 joined("`min_duration` is 0 and `", process.name,
                        "` is run again and again, so its 100 runs may be over within seconds"),
                 "leave a few seconds between two runs");
  }
}

}  // namespace

const Rule tight_restart = {"tight-restart", lang::Severity::warning, RuleStage::lint,
                            "A process that is run again without a pause.", check};

}  // namespace borealis::schema::rules
