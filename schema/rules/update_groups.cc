#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check_size(Findings& findings, std::int64_t size) {
  if (size > 0) return;
  findings.add("update_config.update_strategy.batch_size",
               joined("`batch_size` of the update strategy must be positive, not ", size));
}

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.update_config || !job.job.update_config->update_strategy) return;
  const UpdateStrategy& strategy = *job.job.update_config->update_strategy;
  if (const auto* queue = std::get_if<QueueUpdateStrategy>(&strategy)) check_size(findings, queue->batch_size);
  if (const auto* batch = std::get_if<BatchUpdateStrategy>(&strategy)) check_size(findings, batch->batch_size);
  const auto* variable = std::get_if<VariableBatchUpdateStrategy>(&strategy);
  if (variable == nullptr) return;
  const char* path = "update_config.update_strategy.batch_sizes";
  if (variable->batch_sizes.empty()) {
    findings.add(path, "`batch_sizes` is empty, so the update would change no instance");
  }
  for (std::int64_t size : variable->batch_sizes) {
    if (size <= 0) findings.add(path, joined("all `batch_sizes` must be positive, but one is ", size));
  }
}

}  // namespace

const Rule update_groups = {"update-groups", lang::Severity::error, RuleStage::scheduler,
                            "Groups of an update that hold no instance.", check};

}  // namespace borealis::schema::rules
