#include "schema/cron.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <vector>

namespace borealis::schema {

namespace {

struct Field {
  const char* name;
  int first;
  int last;
  std::vector<std::string_view> names;  // of `first`, `first` + 1 ...
};

const std::array<Field, 5>& fields() {
  static const std::array<Field, 5> all = {{
      {"minute", 0, 59, {}},
      {"hour", 0, 23, {}},
      {"day of month", 1, 31, {}},
      {"month", 1, 12, {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
      {"day of week", 0, 6, {"sun", "mon", "tue", "wed", "thu", "fri", "sat"}},
  }};
  return all;
}

bool is_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t begin = at;
    while (at < text.size() && !is_blank(text[at])) ++at;
    if (at > begin) out.push_back(text.substr(begin, at - begin));
    while (at < text.size() && is_blank(text[at])) ++at;
  }
  return out;
}

std::optional<int> number(std::string_view text, const Field& field) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (std::size_t i = 0; i < field.names.size(); ++i) {
    if (field.names[i] == lower) return field.first + static_cast<int>(i);
  }
  int value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && rest == text.data() + text.size() && text.front() != '-';
  return whole ? std::optional<int>(value) : std::nullopt;
}

lang::Error wrong(const std::string& why, std::string hint = "") {
  return {lang::ErrorClass::findings, why, std::move(hint), {}};
}

std::string quoted(std::string_view text) {
  return "'" + std::string(text) + "'";
}

std::string bounds(const Field& field) {
  std::string text = std::to_string(field.first) + " to " + std::to_string(field.last);
  if (field.last == 6) text += ", 0 is Sunday";
  return text;
}

// One of `*`, `N`, `A-B`, `*/S`, `A-B/S`.
lang::Result<std::uint64_t> piece_bits(std::string_view piece, const Field& field) {
  const std::string what = std::string("the ") + field.name + " " + quoted(piece);
  const std::size_t slash = piece.find('/');
  const std::string_view range = piece.substr(0, slash);
  std::optional<int> step;
  if (slash != std::string_view::npos) {
    const std::string_view text = piece.substr(slash + 1);
    step = text.empty() ? std::nullopt : number(text, {"", 0, 0, {}});
    if (!step || *step <= 0) return wrong(what + " has no step above 0 after the slash");
  }
  int first = field.first;
  int last = field.last;
  if (range != "*") {
    const std::size_t dash = range.find('-');
    const std::string_view right = dash == std::string_view::npos ? range : range.substr(dash + 1);
    const std::string_view left = range.substr(0, dash);
    const auto a = left.empty() ? std::nullopt : number(left, field);
    const auto b = right.empty() ? std::nullopt : number(right, field);
    if (!a || !b) {
      return wrong(what + " is not a number, a range or `*`",
                   field.names.empty() ? "" : "names have three letters, such as " + std::string(field.names[1]));
    }
    for (int value : {*a, *b}) {
      if (value < field.first || value > field.last) return wrong(what + " is outside " + bounds(field));
    }
    if (*a > *b) return wrong(what + " is a range that descends", "write it as two ranges, joined by a comma");
    if (step && dash == std::string_view::npos) return wrong(what + " has a step but no range");
    if (step && *step >= *b) return wrong(what + " has a step that is not below the end of its range");
    first = *a;
    last = *b;
  }
  std::uint64_t bits = 0;
  for (int value = first; value <= last; value += std::min(step.value_or(1), 64)) bits |= std::uint64_t{1} << value;
  return bits;
}

lang::Result<std::uint64_t> field_bits(std::string_view text, const Field& field) {
  std::uint64_t bits = 0;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    const std::string_view piece = text.substr(0, comma);
    text = comma == std::string_view::npos ? "" : text.substr(comma + 1);
    if (piece.empty()) continue;
    lang::Result<std::uint64_t> more = piece_bits(piece, field);
    if (!more) return more;
    bits |= *more;
  }
  if (bits == 0) return wrong(std::string("the ") + field.name + " names nothing");
  return bits;
}

std::uint64_t all_of(const Field& field) {
  std::uint64_t bits = 0;
  for (int value = field.first; value <= field.last; ++value) bits |= std::uint64_t{1} << value;
  return bits;
}

}  // namespace

bool CronSchedule::matches(int minute, int hour, int day, int month, int weekday) const {
  const auto has = [](std::uint64_t bits, int n) { return n >= 0 && n < 64 && (bits >> n & 1) != 0; };
  return has(minutes, minute) && has(hours, hour) && has(days, day) && has(months, month) && has(weekdays, weekday);
}

lang::Result<CronSchedule> parse_cron(std::string_view text) {
  if (text.empty()) return wrong("it is empty");
  if (is_blank(text.front()) || is_blank(text.back())) return wrong("it begins or ends with a blank");
  const std::vector<std::string_view> parts = words(text);
  if (parts.size() != fields().size()) {
    return wrong("it has " + std::to_string(parts.size()) + (parts.size() == 1 ? " field" : " fields") + ", not five",
                 text.front() == '@' ? "names such as @daily are not known; write `0 0 * * *`"
                                     : "the five fields are minute, hour, day of month, month, day of week");
  }
  CronSchedule schedule;
  std::uint64_t* const out[] = {&schedule.minutes, &schedule.hours, &schedule.days, &schedule.months,
                                &schedule.weekdays};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    lang::Result<std::uint64_t> bits = field_bits(parts[i], fields()[i]);
    if (!bits) return std::move(bits).error();
    *out[i] = *bits;
  }
  if (schedule.days != all_of(fields()[2]) && schedule.weekdays != all_of(fields()[4])) {
    return wrong("it restricts both the day of month and the day of week", "leave one of them `*`");
  }
  return schedule;
}

}  // namespace borealis::schema
