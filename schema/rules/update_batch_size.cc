#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.update_config || job.job.update_config->batch_size > 0) return;
  findings.add("update_config.batch_size",
               joined("`batch_size` must be greater than 0, not ", job.job.update_config->batch_size));
}

}  // namespace

const Rule update_batch_size = {"update-batch-size", lang::Severity::error, RuleStage::client,
                                "A batch of no instances.", check};

}  // namespace borealis::schema::rules
