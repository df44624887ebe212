// Text as a terminal shows it.
#pragma once

#include <string>
#include <string_view>

#include "lang/utf8.h"

namespace borealis::lang {

// What a terminal would obey in place of showing it (control characters, escape sequences, direction overrides), and
// bytes that are no UTF-8, as visible escapes: `\x1b`, `\u202e`. A tab as blanks up to the next of every four columns
// after `column`.
struct Shown {
  std::string text;
  int width = 0;  // in columns
};
Shown shown_character(std::string_view text, std::size_t at, const CodePoint& point, int column);
Shown shown(std::string_view text);
// The same of a text of several lines: line breaks and tabs stay.
std::string shown_lines(std::string_view text);

}  // namespace borealis::lang
