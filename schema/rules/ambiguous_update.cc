#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.update_config || !job.job.update_config->update_strategy) return;
  const UpdateConfig& update = *job.job.update_config;
  if (update.wait_for_batch_completion) {
    findings.add("update_config.wait_for_batch_completion",
                 "`wait_for_batch_completion` cannot stand beside an `update_strategy`",
                 "leave it out; BatchUpdateStrategy waits for each batch");
  }
  if (update.batch_size > 1) {
    findings.add("update_config.batch_size", "`batch_size` cannot stand beside an `update_strategy`",
                 "give the size to the strategy");
  }
}

}  // namespace

const Rule ambiguous_update = {"ambiguous-update", lang::Severity::error, RuleStage::client,
                               "Two ways of saying how to update.", check};

}  // namespace borealis::schema::rules
