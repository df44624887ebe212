// Reading UTF-8, believing nothing.
//
// Python's lone surrogates (surrogateescape) arrive as three-byte sequences; they are let through, so that a text comes
// back as it went.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace borealis::lang {

struct CodePoint {
  char32_t value = 0;
  std::size_t size = 1;  // in bytes; 1 when invalid
  bool valid = false;
};

// The code point at `at`, which must be below text.size().
CodePoint decode_utf8(std::string_view text, std::size_t at);
// Whether a terminal would obey the character in place of showing it: control characters, direction overrides, and what
// no text holds.
bool is_obeyed(char32_t c);
// The longest prefix of at most `count` code points.
std::string_view first_code_points(std::string_view text, std::size_t count);
// At most `count` code points; "..." ends a text that was cut.
std::string shortened(std::string_view text, std::size_t count);

}  // namespace borealis::lang
