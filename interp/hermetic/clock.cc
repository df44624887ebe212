// The clocks: of the day they say one moment, of all else that no time has passed.
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/times.h>

#include <ctime>

#include "interp/hermetic/hermetic.h"
#include "interp/hermetic/real.h"

namespace {

using borealis::interp::is_hermetic;
using borealis::interp::kHermeticTime;

bool is_of_the_day(clockid_t clock) {
  return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE || clock == CLOCK_TAI;
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* now) noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(clock_gettime, clock, now);
  *now = {is_of_the_day(clock) ? kHermeticTime : 0, 0};
  return 0;
}

int gettimeofday(timeval* __restrict now, void* __restrict zone) noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(gettimeofday, now, zone);
  *now = {kHermeticTime, 0};
  return 0;
}

time_t time(time_t* now) noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(time, now);
  if (now != nullptr) *now = kHermeticTime;
  return kHermeticTime;
}

clock_t clock() noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(clock);
  return 0;
}

clock_t times(tms* used) noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(times, used);
  if (used != nullptr) *used = {};
  return 0;
}

int getrusage(__rusage_who_t who, rusage* used) noexcept {
  if (!is_hermetic()) BOREALIS_PASS_ON(getrusage, who, used);
  *used = {};
  return 0;
}

}  // extern "C"
