#include "cluster/cron_time.h"

#include <bit>
#include <chrono>

#include "fmt/format.h"

namespace borealis::cluster {

namespace {

constexpr Millis kMinute = 60'000;
// 29 February, when a year without it comes between.
constexpr int kMostDays = 9 * 366;

bool has(std::uint64_t bits, unsigned n) {
  return ((bits >> n) & 1) != 0;
}

// The first minute of a day from `from` (minutes since midnight) on; nothing: none on that day.
std::optional<int> first_minute(const schema::CronSchedule& schedule, int from) {
  for (int hour = from / 60; hour < 24; ++hour) {
    if (!has(schedule.hours, static_cast<unsigned>(hour))) continue;
    const int least = hour == from / 60 ? from % 60 : 0;
    const std::uint64_t left = schedule.minutes >> least << least;
    if (left != 0) return hour * 60 + std::countr_zero(left);
  }
  return std::nullopt;
}

std::string field(std::uint64_t bits, unsigned first, unsigned last) {
  std::string text;
  for (unsigned n = first; n <= last; ++n) {
    if (!has(bits, n)) continue;
    unsigned end = n;
    while (end < last && has(bits, end + 1)) ++end;
    if (n == first && end == last) return "*";
    if (!text.empty()) text += ',';
    text += n == end ? fmt::format("{}", n) : fmt::format("{}-{}", n, end);
    n = end;
  }
  return text;
}

}  // namespace

std::optional<Millis> next_run(const schema::CronSchedule& schedule, Millis after) {
  using namespace std::chrono;
  const Millis start = (after / kMinute + 1) * kMinute;
  const sys_days today = floor<days>(sys_time<milliseconds>(milliseconds(start)));
  int from = static_cast<int>((start - duration_cast<milliseconds>(today.time_since_epoch()).count()) / kMinute);
  for (int i = 0; i < kMostDays; ++i, from = 0) {
    const sys_days day = today + days(i);
    const year_month_day date(day);
    if (!has(schedule.months, static_cast<unsigned>(date.month())) ||
        !has(schedule.days, static_cast<unsigned>(date.day())) || !has(schedule.weekdays, weekday(day).c_encoding())) {
      continue;
    }
    if (const auto minute = first_minute(schedule, from)) {
      return duration_cast<milliseconds>(day.time_since_epoch()).count() + *minute * kMinute;
    }
  }
  return std::nullopt;
}

std::string canonical(const schema::CronSchedule& schedule) {
  return fmt::format("{} {} {} {} {}", field(schedule.minutes, 0, 59), field(schedule.hours, 0, 23),
                     field(schedule.days, 1, 31), field(schedule.months, 1, 12), field(schedule.weekdays, 0, 6));
}

}  // namespace borealis::cluster
