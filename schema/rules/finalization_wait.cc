#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

constexpr std::int64_t kMostSeconds = 60;

void check(const JobUnderCheck& job, Findings& findings) {
  const std::int64_t wait = job.job.task.finalization_wait;
  if (wait <= kMostSeconds) return;
  findings.add("task.finalization_wait",
               joined("`finalization_wait` is ", wait, ", but a cluster grants at most ", kMostSeconds, " seconds"));
}

}  // namespace

const Rule finalization_wait = {"finalization-wait", lang::Severity::warning, RuleStage::lint,
                                "More time for final processes than a cluster grants.", check};

}  // namespace borealis::schema::rules
