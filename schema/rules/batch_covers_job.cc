#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.update_config || job.job.update_config->update_strategy || !job.good("instances")) return;
  const std::int64_t batch = job.job.update_config->batch_size;
  if (job.job.instances < 2 || batch < job.job.instances) return;
  findings.add("update_config.batch_size", joined("`batch_size` is ", batch, " and the job has ", job.job.instances,
                                                  " instances: an update takes all of them down at once"));
}

}  // namespace

const Rule batch_covers_job = {"batch-covers-job", lang::Severity::warning, RuleStage::lint,
                               "An update that restarts all instances at once.", check};

}  // namespace borealis::schema::rules
