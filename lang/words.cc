#include "lang/words.h"

#include <algorithm>
#include <iterator>

#include "lang/utf8.h"

namespace borealis::lang {

namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// kWords and kDigits: Python's word characters and decimal digits beyond ASCII, in order.
#include "lang/word_table.inc"

template <std::size_t N>
bool is_in(const Range (&ranges)[N], char32_t c) {
  const Range* range = std::lower_bound(std::begin(ranges), std::end(ranges), c,
                                        [](const Range& r, char32_t value) { return r.last < value; });
  return range != std::end(ranges) && c >= range->first;
}

bool is_digit(char32_t c) {
  return c < 0x80 ? c >= '0' && c <= '9' : is_in(kDigits, c);
}

template <class Accept>
std::size_t prefix(std::string_view text, Accept accept) {
  std::size_t at = 0;
  while (at < text.size()) {
    const CodePoint point = decode_utf8(text, at);
    if (!point.valid || !accept(point.value, at == 0)) break;
    at += point.size;
  }
  return at;
}

}  // namespace

bool is_word(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
  return is_in(kWords, c);
}

bool is_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

std::size_t identifier_prefix(std::string_view text) {
  return prefix(text, [](char32_t c, bool first) { return is_word(c) && !(first && is_digit(c)); });
}

std::size_t index_prefix(std::string_view text) {
  return prefix(text, [](char32_t c, bool) { return is_word(c) || c == '-' || c == '.' || c == '/'; });
}

std::string_view strip(std::string_view text) {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool started = false;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const bool blank = point.valid && is_space(point.value);
    if (!blank) {
      if (!started) begin = at;
      started = true;
      end = at + point.size;
    }
    at += point.size;
  }
  return text.substr(begin, end - begin);
}

}  // namespace borealis::lang
