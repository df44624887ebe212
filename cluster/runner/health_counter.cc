#include "cluster/runner/health_counter.h"

#include <algorithm>
#include <cmath>

namespace borealis::runner {

namespace {

// An interval of 0 would forgive endlessly; beyond this number the difference can't be seen.
std::int64_t forgiven_attempts(double initial, double interval) {
  constexpr double kMany = 1e9;
  if (!(initial > 0)) return 0;
  return static_cast<std::int64_t>(interval > 0 ? std::min(std::ceil(initial / interval), kMany) : kMany);
}

}  // namespace

HealthCounter::HealthCounter(const schema::HealthCheckConfig& config)
    : forgiven_(forgiven_attempts(config.initial_interval_secs, config.interval_secs)),
      max_attempts_(forgiven_ + config.max_consecutive_failures + config.min_consecutive_successes),
      max_failures_(config.max_consecutive_failures),
      min_successes_(config.min_consecutive_successes) {}

HealthCounter::Verdict HealthCounter::record(bool success) {
  if (attempts_ <= max_attempts_) attempts_ += 1;
  return success ? record_success() : record_failure();
}

HealthCounter::Verdict HealthCounter::record_success() {
  successes_ += 1;
  failures_ = 0;
  if (running_ || successes_ < min_successes_) return Verdict::unchanged;
  running_ = true;
  return Verdict::running;
}

HealthCounter::Verdict HealthCounter::record_failure() {
  successes_ = 0;
  if (attempts_ <= forgiven_) return Verdict::unchanged;
  const std::int64_t remaining = max_attempts_ - attempts_;
  if (!running_ && remaining > 1 && min_successes_ > remaining) return Verdict::dead;
  failures_ += 1;
  return failures_ > max_failures_ ? Verdict::dead : Verdict::unchanged;
}

}  // namespace borealis::runner
