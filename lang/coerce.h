// Python's numbers, as text and as each other (language.md §4).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lang/value.h"

namespace borealis::lang {

// int(text): blanks around it, a sign, decimal digits with single underscores between them. An int64 or a BigInteger.
std::optional<Raw> parse_integer(std::string_view text);
// float(text), `nan`, `inf` and `infinity` in any case among them.
std::optional<double> parse_float(std::string_view text);
// int(value) of a finite one: towards zero, exact.
Raw truncated(double value);
// float(value); nothing when it is too large.
std::optional<double> to_float(const BigInteger& value);

}  // namespace borealis::lang
