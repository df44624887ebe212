// Cron schedules: five fields, minute hour day-of-month month day-of-week. (schema.md §11)
#pragma once

#include <cstdint>
#include <string_view>

#include "lang/result.h"

namespace borealis::schema {

// Bit n of each says whether n matches.
struct CronSchedule {
  std::uint64_t minutes = 0;   // 0-59
  std::uint64_t hours = 0;     // 0-23
  std::uint64_t days = 0;      // 1-31
  std::uint64_t months = 0;    // 1-12
  std::uint64_t weekdays = 0;  // 0-6, 0 is Sunday

  bool matches(int minute, int hour, int day, int month, int weekday) const;
  friend bool operator==(const CronSchedule&, const CronSchedule&) = default;
};

// Errors are of class findings; the message says which field is wrong and why, without the whole schedule.
lang::Result<CronSchedule> parse_cron(std::string_view text);

}  // namespace borealis::schema
