// Time behind an interface, so that the schedulers' waits are tested without waiting.
#pragma once

#include <chrono>
#include <cstdint>

namespace borealis::cluster {

// Milliseconds since the epoch, or a span of them.
using Millis = std::int64_t;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Millis now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Millis now() const override {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  }
};

}  // namespace borealis::cluster
