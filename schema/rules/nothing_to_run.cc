#include <algorithm>

#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.task.processes || !job.good("task.processes")) return;
  // Another executor need not run them at all.
  if (job.job.executor_config && job.job.executor_config->name != "AuroraExecutor") return;
  const std::vector<Process>& processes = *job.job.task.processes;
  const auto counts = [](const Process& process) { return !process.final && !process.ephemeral; };
  if (std::any_of(processes.begin(), processes.end(), counts)) return;
  findings.add("task.processes",
               processes.empty() ? "the task has no processes, so there is nothing to run"
                                 : "all processes of the task are final or ephemeral, so it ends as soon as it starts",
               "a task lasts as long as its processes that are neither final nor ephemeral");
}

}  // namespace

const Rule nothing_to_run = {"nothing-to-run", lang::Severity::warning, RuleStage::lint,
                             "A task that ends as soon as it starts.", check};

}  // namespace borealis::schema::rules
