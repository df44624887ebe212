#include "client/units.h"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <charconv>
#include <ctime>
#include <utility>

namespace borealis::client {

namespace {

struct TimeUnit {
  char letter;
  std::int64_t seconds;
  const char* name;
};
constexpr std::array<TimeUnit, 4> time_units{
    {{'d', 86400, "days"}, {'h', 3600, "hrs"}, {'m', 60, "mins"}, {'s', 1, "secs"}}};

// Cuts a number off the front; false when there is none, or it is absurd.
bool take_number(std::string_view& text, std::int64_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0 || number > 1'000'000'000) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

}  // namespace

lang::Result<std::chrono::seconds> parse_time_span(std::string_view text) {
  const lang::Error wrong{
      lang::ErrorClass::usage, fmt::format("'{}' is no time span", text), "it looks like 90s, 5m, 1h or 2d6h", {}};
  std::string_view rest = text;
  std::int64_t seconds = 0;
  std::size_t next = 0;
  while (!rest.empty()) {
    std::int64_t number = 0;
    if (!take_number(rest, number) || rest.empty()) return wrong;
    while (next < time_units.size() && time_units[next].letter != rest.front()) ++next;
    if (next == time_units.size()) return wrong;
    seconds += number * time_units[next++].seconds;
    rest.remove_prefix(1);
  }
  if (text.empty()) return wrong;
  return std::chrono::seconds(seconds);
}

std::string time_span_text(std::chrono::seconds span) {
  for (const TimeUnit& unit : time_units) {
    if (span.count() != 0 && span.count() % unit.seconds == 0)
      return fmt::format("{} {}", span.count() / unit.seconds, unit.name);
  }
  return "0 secs";
}

lang::Result<std::int64_t> parse_megabytes(std::string_view text) {
  const auto wrong = [&](const char* hint) {
    return lang::Error{lang::ErrorClass::usage, fmt::format("'{}' is no amount of memory or disk", text), hint, {}};
  };
  std::string_view rest = text;
  std::int64_t number = 0;
  if (!take_number(rest, number)) return wrong("it looks like 512MB, 4G or 1TB");
  if (rest.empty()) return wrong("write the unit as well, for example 512MB: a number alone would be bytes");
  std::string unit;
  for (const char c : rest) unit += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (unit == "k" || unit == "kb") return number >> 10;
  if (unit == "m" || unit == "mb") return number;
  if (unit == "g" || unit == "gb") return number << 10;
  if (unit == "t" || unit == "tb") return number << 20;
  return wrong("the units are KB, MB, GB and TB, or K, M, G and T");
}

std::string local_time_text(std::int64_t time_ms) {
  const std::time_t seconds = time_ms / 1000;
  std::tm fields{};
  localtime_r(&seconds, &fields);
  std::array<char, 32> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &fields);
  return {text.data(), length};
}

std::string utc_text(std::int64_t time_ms) {
  const std::time_t seconds = time_ms / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                     parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::string shell_quoted(std::string_view text) {
  constexpr std::string_view plain = "%+,-./0123456789:=@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
  if (!text.empty() && text.find_first_not_of(plain) == std::string_view::npos) return std::string(text);
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace borealis::client
