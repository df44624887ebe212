#include "lang/coerce.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "lang/resolve.h"
#include "lang/utf8.h"
#include "lang/words.h"

namespace borealis::lang {

namespace {

// Longer decimal texts are refused by int().
constexpr std::size_t kMostDigits = 4300;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Without single underscores between digits; nothing when one stands elsewhere.
std::optional<std::string> without_underscores(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      out += text[i];
      continue;
    }
    const bool between = i > 0 && i + 1 < text.size() && is_digit(text[i - 1]) && is_digit(text[i + 1]);
    if (!between) return std::nullopt;
  }
  return out;
}

// With the digits of other scripts as ASCII's.
std::string ascii_digits(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const int digit = point.valid ? decimal_digit(point.value) : -1;
    if (digit >= 0) {
      out += static_cast<char>('0' + digit);
    } else {
      out.append(text, at, point.size);
    }
    at += point.size;
  }
  return out;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equals_ignoring_case(std::string_view text, std::string_view word) {
  return std::equal(text.begin(), text.end(), word.begin(), word.end(), [](char a, char b) { return lower(a) == b; });
}

// [digits][.digits][e[sign]digits] with a digit before the exponent.
bool is_decimal(std::string_view text) {
  std::size_t at = 0;
  std::size_t digits = 0;
  const auto run = [&] {
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at - begin;
  };
  digits += run();
  if (at < text.size() && text[at] == '.') {
    ++at;
    digits += run();
  }
  if (digits == 0) return false;
  if (at < text.size() && lower(text[at]) == 'e') {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (run() == 0) return false;
  }
  return at == text.size();
}

Raw integer_of(bool negative, std::string_view digits) {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size() - 1));
  std::string text = (negative ? "-" : "") + std::string(digits);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc()) return Raw(value);
  return Raw(BigInteger{std::move(text)});
}

std::optional<Raw> integer_from_ascii(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  const std::optional<std::string> digits = without_underscores(text);
  if (!digits || digits->empty() || digits->size() > kMostDigits) return std::nullopt;
  if (!std::all_of(digits->begin(), digits->end(), is_digit)) return std::nullopt;
  return integer_of(negative, *digits);
}

std::optional<double> float_from_ascii(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  const double sign = negative ? -1.0 : 1.0;
  if (equals_ignoring_case(text, "nan")) return std::nan("");
  if (equals_ignoring_case(text, "inf") || equals_ignoring_case(text, "infinity")) return sign * INFINITY;
  const std::optional<std::string> plain = without_underscores(text);
  if (!plain || !is_decimal(*plain)) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(plain->data(), plain->data() + plain->size(), value);
  if (error == std::errc::result_out_of_range) {
    // Too large or too small: the sign of the decimal exponent tells. from_chars leaves the value alone.
    const long double wide = std::strtold(plain->c_str(), nullptr);
    value = std::isinf(static_cast<double>(wide)) ? INFINITY : static_cast<double>(wide);
  }
  return sign * value;
}

}  // namespace

std::optional<Raw> parse_integer(std::string_view text) {
  text = strip(text);
  return is_ascii(text) ? integer_from_ascii(text) : integer_from_ascii(ascii_digits(text));
}

std::optional<double> parse_float(std::string_view text) {
  text = strip(text);
  return is_ascii(text) ? float_from_ascii(text) : float_from_ascii(ascii_digits(text));
}

Raw truncated(double value) {
  const double whole = std::trunc(value);
  if (whole >= -9223372036854775808.0 && whole < 9223372036854775808.0) return Raw(static_cast<std::int64_t>(whole));
  return Raw(BigInteger{fmt::format("{:.0f}", whole)});
}

std::optional<double> to_float(const BigInteger& value) {
  double out = 0;
  const std::string& digits = value.digits;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  if (error != std::errc()) return std::nullopt;
  return out;
}

namespace {

// What a coercion comes to.
struct Outcome {
  std::optional<Raw> raw;
  std::string overflow;  // text of an OverflowError
};

Outcome to_integer(const Raw& raw) {
  if (raw.get<std::int64_t>() != nullptr || raw.big_integer() != nullptr) return {raw, {}};
  if (const bool* b = raw.get<bool>()) return {Raw(std::int64_t{*b}), {}};
  if (const double* d = raw.get<double>()) {
    if (std::isnan(*d)) return {};
    if (std::isinf(*d)) return {std::nullopt, "cannot convert float infinity to integer"};
    return {truncated(*d), {}};
  }
  if (const Text* text = raw.text()) return {parse_integer(text->str()), {}};
  return {};
}

Outcome to_floating(const Raw& raw) {
  if (raw.get<double>() != nullptr) return {raw, {}};
  if (const bool* b = raw.get<bool>()) return {Raw(*b ? 1.0 : 0.0), {}};
  if (const std::int64_t* i = raw.get<std::int64_t>()) return {Raw(static_cast<double>(*i)), {}};
  if (const BigInteger* big = raw.big_integer()) {
    const std::optional<double> value = to_float(*big);
    if (!value) return {std::nullopt, "int too large to convert to float"};
    return {Raw(*value), {}};
  }
  if (const Text* text = raw.text()) {
    if (const std::optional<double> value = parse_float(text->str())) return {Raw(*value), {}};
  }
  return {};
}

Outcome to_boolean(const Raw& raw) {
  if (raw.get<bool>() != nullptr) return {raw, {}};
  if (const std::int64_t* i = raw.get<std::int64_t>()) return {Raw(*i != 0), {}};
  if (raw.big_integer() != nullptr) return {Raw(true), {}};
  if (const double* d = raw.get<double>()) return {Raw(*d != 0), {}};
  if (const Text* text = raw.text()) {
    const std::string& s = text->str();
    if (s == "1" || equals_ignoring_case(s, "true")) return {Raw(true), {}};
    if (s == "0" || equals_ignoring_case(s, "false")) return {Raw(false), {}};
  }
  return {};
}

Outcome to_text(const Raw& raw) {
  if (raw.text() != nullptr) return {raw, {}};
  const bool number = raw.get<bool>() != nullptr || raw.get<std::int64_t>() != nullptr ||
                      raw.get<double>() != nullptr || raw.big_integer() != nullptr;
  if (number) return {Raw(raw.str()), {}};
  return {};
}

}  // namespace

std::optional<Raw> coerce(const Type& type, const Raw& raw, std::string* error, ErrorKind* kind) {
  Outcome outcome;
  std::string reason;
  switch (type.kind()) {
    case TypeKind::integer:
      outcome = to_integer(raw);
      break;
    case TypeKind::floating:
      outcome = to_floating(raw);
      break;
    case TypeKind::boolean:
      outcome = to_boolean(raw);
      break;
    case TypeKind::string:
      outcome = to_text(raw);
      break;
    case TypeKind::enumeration: {
      outcome = to_text(raw);
      const std::vector<std::string>& values = type.values();
      const Text* text = outcome.raw ? outcome.raw->text() : nullptr;
      if (text == nullptr || std::find(values.begin(), values.end(), text->str()) != values.end()) break;
      reason = fmt::format(": {} is not one of {}", text->str(), fmt::join(values, ", "));
      outcome.raw.reset();
      break;
    }
    default:
      break;
  }
  if (outcome.raw) return outcome.raw;
  if (kind != nullptr) *kind = outcome.overflow.empty() ? ErrorKind::coercion : ErrorKind::overflow;
  if (error != nullptr && !outcome.overflow.empty()) *error = outcome.overflow;
  if (error != nullptr && outcome.overflow.empty()) {
    *error = fmt::format("Cannot coerce '{}' to {}{}", raw.str(), type.name(), reason);
  }
  return std::nullopt;
}

}  // namespace borealis::lang
