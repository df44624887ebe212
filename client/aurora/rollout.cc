#include "client/aurora/rollout.h"

#include <fmt/format.h>

namespace borealis::client::aurora {
namespace {

std::string steps_text(const api::JobUpdateSettings& settings) {
  const auto pausing = [](bool autopause) { return autopause ? ", pausing after each batch" : ""; };
  const api::JobUpdateStrategy& strategy = settings.updateStrategy;
  if (settings.__isset.updateStrategy && strategy.__isset.varBatchStrategy)
    return fmt::format("in batches of {}{}", fmt::join(strategy.varBatchStrategy.groupSizes, ", "),
                       pausing(strategy.varBatchStrategy.autopauseAfterBatch));
  if (settings.__isset.updateStrategy && strategy.__isset.batchStrategy)
    return fmt::format("in batches of {}{}", strategy.batchStrategy.groupSize,
                       pausing(strategy.batchStrategy.autopauseAfterBatch));
  if (settings.__isset.updateStrategy && strategy.__isset.queueStrategy)
    return fmt::format("{} at a time", strategy.queueStrategy.groupSize);
  if (settings.waitForBatchCompletion) return fmt::format("in batches of {}", settings.updateGroupSize);
  return fmt::format("{} at a time", settings.updateGroupSize);
}

std::string failures_text(const api::JobUpdateSettings& settings) {
  const char* end = settings.rollbackOnFailure ? "rolled back" : "stopped where it is";
  std::string text = settings.maxFailedInstances == 0
                         ? fmt::format("{} when an instance fails", end)
                         : fmt::format("{} when more than {} instances fail", end, settings.maxFailedInstances);
  if (settings.maxPerInstanceFailures > 0)
    text += fmt::format(", after {} more {} each", settings.maxPerInstanceFailures,
                        settings.maxPerInstanceFailures == 1 ? "try" : "tries");
  return text;
}

}  // namespace

std::string rollout_text(const api::JobUpdateSettings& settings) {
  std::string text = steps_text(settings);
  text +=
      fmt::format(", each watched for {} s; {}", settings.minWaitInInstanceRunningMs / 1000, failures_text(settings));
  if (settings.__isset.blockIfNoPulsesAfterMs && settings.blockIfNoPulsesAfterMs > 0)
    text += fmt::format("; it goes on only while a pulse comes every {} s", settings.blockIfNoPulsesAfterMs / 1000);
  if (settings.__isset.slaAware && settings.slaAware) text += "; the job's sla_policy is kept";
  return text;
}

}  // namespace borealis::client::aurora
