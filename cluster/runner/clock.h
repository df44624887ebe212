// Time inside the runner: monotonic instants for what is due, the epoch for what is written down.
#pragma once

#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace borealis::runner {

using Clock = std::chrono::steady_clock;
using Instant = Clock::time_point;
using Duration = Clock::duration;

// A span of seconds from a config, cut to what can be added to an Instant: nothing waits longer than a year.
inline Duration seconds(double value) {
  constexpr double kYear = 365.0 * 24 * 3600;
  const double kept = value > 0 ? std::min(value, kYear) : 0.0;
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(kept));
}

inline std::int64_t epoch_ms() {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
}

inline double epoch_seconds() {
  return static_cast<double>(epoch_ms()) / 1000.0;
}

}  // namespace borealis::runner
