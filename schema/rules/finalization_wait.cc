#include <algorithm>

#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

constexpr std::int64_t kMostSeconds = 60;

void check(const JobUnderCheck& job, Findings& findings) {
  const std::int64_t wait = job.job.task.finalization_wait;
  if (wait > kMostSeconds) {
    findings.add("task.finalization_wait",
                 joined("`finalization_wait` is ", wait, ", but a cluster grants at most ", kMostSeconds, " seconds"),
                 joined("write at most ", kMostSeconds));
  }
  if (wait != 0 || !job.job.task.processes) return;
  const auto is_final = [](const Process& process) { return process.final; };
  const auto first = std::find_if(job.job.task.processes->begin(), job.job.task.processes->end(), is_final);
  if (first == job.job.task.processes->end()) return;
  findings.add("task.finalization_wait",
               joined("`finalization_wait` is 0, so the final process `", first->name, "` gets no time to run"),
               "leave it out: the default is 30 seconds");
}

}  // namespace

const Rule finalization_wait = {"finalization-wait", lang::Severity::warning, RuleStage::lint,
                                "More time for final processes than a cluster grants, or none.", check};

}  // namespace borealis::schema::rules
