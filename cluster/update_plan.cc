#include "cluster/update_plan.h"

#include <algorithm>

#include "client/api/convert.h"

namespace borealis::cluster {

namespace {

// The sizes cut 0..total into groups, taken in turn, the last one repeating: the borders between them, 0 first.
std::vector<int> borders(const std::vector<std::int32_t>& sizes, int total) {
  std::vector<int> out{0};
  for (std::size_t i = 0; out.back() < total; ++i) {
    out.push_back(std::min(total, out.back() + std::max(1, sizes[std::min(i, sizes.size() - 1)])));
  }
  return out;
}

int next_variable_group(const std::vector<std::int32_t>& sizes, bool forward, int total, int waiting) {
  if (sizes.empty()) return waiting;
  const std::vector<int> cuts = borders(sizes, total);
  if (forward) {
    const int started = total - waiting;
    return *std::ranges::upper_bound(cuts, started) - started;
  }
  // What waits is 0..waiting of the forward order; the group that ends there is next.
  return waiting - *std::prev(std::ranges::lower_bound(cuts, waiting));
}

}  // namespace

std::vector<InstanceChange> changes_of(const api::JobUpdateInstructions& instructions, ConfigTable& configs) {
  std::map<int, InstanceChange> by_instance;
  for (const api::InstanceTaskConfig& group : instructions.initialState) {
    const ConfigPtr config = configs.intern(group.task);
    for (const int id : api::from_ranges(group.instances)) by_instance[id].before = config;
  }
  if (instructions.__isset.desiredState) {
    const ConfigPtr config = configs.intern(instructions.desiredState.task);
    for (const int id : api::from_ranges(instructions.desiredState.instances)) by_instance[id].after = config;
  }
  std::vector<InstanceChange> out;
  for (auto& [id, change] : by_instance) {
    change.instance = id;
    out.push_back(change);
  }
  const auto rank = [](const InstanceChange& c) { return !c.before ? 0 : c.after ? 1 : 2; };
  std::ranges::stable_sort(out, {}, rank);
  return out;
}

void fill_strategy(api::JobUpdateSettings& settings) {
  if (settings.__isset.updateStrategy) return;
  api::JobUpdateStrategy strategy;
  if (settings.waitForBatchCompletion) {
    api::BatchJobUpdateStrategy batch;
    batch.__set_groupSize(settings.updateGroupSize);
    batch.__set_autopauseAfterBatch(false);
    strategy.__set_batchStrategy(batch);
  } else {
    api::QueueJobUpdateStrategy queue;
    queue.__set_groupSize(settings.updateGroupSize);
    strategy.__set_queueStrategy(queue);
  }
  settings.__set_updateStrategy(strategy);
}

bool pauses_after_batch(const api::JobUpdateStrategy& strategy) {
  return (strategy.__isset.batchStrategy && strategy.batchStrategy.autopauseAfterBatch) ||
         (strategy.__isset.varBatchStrategy && strategy.varBatchStrategy.autopauseAfterBatch);
}

int next_group(const api::JobUpdateStrategy& strategy, bool forward, int total, int waiting, int working) {
  if (waiting == 0) return 0;
  if (strategy.__isset.queueStrategy) {
    return std::clamp(strategy.queueStrategy.groupSize - working, 0, waiting);
  }
  if (working > 0) return 0;
  if (strategy.__isset.batchStrategy) return std::min(strategy.batchStrategy.groupSize, waiting);
  return next_variable_group(strategy.varBatchStrategy.groupSizes, forward, total, waiting);
}

}  // namespace borealis::cluster
