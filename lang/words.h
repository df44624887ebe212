// What Python's regular expressions and number readers take for word characters and blanks (language.md §11). The
// tables beyond ASCII are made at build time from the Python that configs run on.
#pragma once

#include <cstddef>
#include <string_view>

namespace borealis::lang {

// \w
bool is_word(char32_t c);
// str.isspace()
bool is_space(char32_t c);
// The value of a decimal digit of any script; -1: it is none.
int decimal_digit(char32_t c);

// The length in bytes of the identifier that `text` begins with: a word character that is no digit, then word
// characters; 0: none.
std::size_t identifier_prefix(std::string_view text);
// The same for the inside of an index: word characters, "-", "." and "/".
std::size_t index_prefix(std::string_view text);
// Without the blanks around it, as Python's str.strip().
std::string_view strip(std::string_view text);

}  // namespace borealis::lang
