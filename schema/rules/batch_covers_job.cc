#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

struct FirstBatch {
  const char* path;
  std::int64_t size;
};

FirstBatch first_batch(const UpdateConfig& update) {
  if (!update.update_strategy) return {"update_config.batch_size", update.batch_size};
  const char* path = "update_config.update_strategy.batch_size";
  if (const auto* queue = std::get_if<QueueUpdateStrategy>(&*update.update_strategy)) return {path, queue->batch_size};
  if (const auto* batch = std::get_if<BatchUpdateStrategy>(&*update.update_strategy)) return {path, batch->batch_size};
  const auto& variable = std::get<VariableBatchUpdateStrategy>(*update.update_strategy);
  return {"update_config.update_strategy.batch_sizes", variable.batch_sizes.empty() ? 0 : variable.batch_sizes.front()};
}

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.update_config || !job.good("instances")) return;
  const FirstBatch batch = first_batch(*job.job.update_config);
  if (job.job.instances < 2 || batch.size < job.job.instances) return;
  const std::string_view path = batch.path;
  findings.add(batch.path, joined("`", path.substr(path.rfind('.') + 1), "` is ", batch.size, " and the job has ",
                                  job.job.instances, " instances: an update takes all of them down at once"));
  findings.note("instances", "the number of instances");
}

}  // namespace

const Rule batch_covers_job = {"batch-covers-job", lang::Severity::warning, RuleStage::lint,
                               "An update that restarts all instances at once.", check};

}  // namespace borealis::schema::rules
