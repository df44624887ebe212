// Spans of time, amounts of data and points in time as they stand on a command line and in output.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "lang/result.h"

namespace borealis::client {

// `2d6h`, `30m`, `45s`: days, hours, minutes and seconds, in this order; ErrorClass::usage otherwise. (cli.md §11)
lang::Result<std::chrono::seconds> parse_time_span(std::string_view text);
// In the largest unit that leaves no rest: `54 hrs`, `10 mins`. (cli.md §11)
std::string time_span_text(std::chrono::seconds span);

// `512MB`, `4G`, `1tb` in MiB, rounded down. A unit must be there: a number alone would be bytes, which nobody means.
// (cli.md §12, set_quota)
lang::Result<std::int64_t> parse_megabytes(std::string_view text);

// Local time to the second: `2026-03-01 10:00:00`.
std::string local_time_text(std::int64_t time_ms);
// UTC to the second: `2026-03-01T10:00:05`.
std::string utc_text(std::int64_t time_ms);

// The text as one argument of a POSIX shell.
std::string shell_quoted(std::string_view text);

}  // namespace borealis::client
