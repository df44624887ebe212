// When a task counts as running, and when as dead: the pure half of health checking. (runner.md §11.4)
#pragma once

#include <cstdint>

#include "schema/job.h"

namespace borealis::runner {

class HealthCounter {
 public:
  enum class Verdict : std::uint8_t { unchanged, running, dead };

  explicit HealthCounter(const schema::HealthCheckConfig& config);

  // Before a check: all attempts to become running are used up.
  bool out_of_attempts() const { return !running_ && attempts_ > max_attempts_; }
  // After a check.
  Verdict record(bool success);
  bool running() const { return running_; }

 private:
  Verdict record_success();
  Verdict record_failure();

  std::int64_t forgiven_;
  std::int64_t max_attempts_;
  std::int64_t max_failures_;
  std::int64_t min_successes_;
  std::int64_t attempts_ = 0;
  std::int64_t failures_ = 0;   // consecutive
  std::int64_t successes_ = 0;  // consecutive
  bool running_ = false;
};

}  // namespace borealis::runner
