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

// The zeros of the scripts' decimal digits beyond ASCII (Unicode 14, category Nd); each is followed by its nine.
constexpr char32_t kZeros[] = {
    0x660,   0x6F0,   0x7C0,   0x966,   0x9E6,   0xA66,   0xAE6,   0xB66,   0xBE6,   0xC66,   0xCE6,   0xD66,   0xDE6,
    0xE50,   0xED0,   0xF20,   0x1040,  0x1090,  0x17E0,  0x1810,  0x1946,  0x19D0,  0x1A80,  0x1A90,  0x1B50,  0x1BB0,
    0x1C40,  0x1C50,  0xA620,  0xA8D0,  0xA900,  0xA9D0,  0xA9F0,  0xAA50,  0xABF0,  0xFF10,  0x104A0, 0x10D30, 0x11066,
    0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50,
    0x11DA0, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0,
};

bool is_digit(char32_t c) {
  return c < 0x80 ? c >= '0' && c <= '9' : is_in(kDigits, c);
}

template <class Accept>
std::size_t prefix(std::string_view text, Accept accept) {
  std::size_t at = 0;
  while (at < text.size()) {
    const unsigned char c = static_cast<unsigned char>(text[at]);
    if (c < 0x80) {
      if (!accept(c, at == 0)) break;
      ++at;
      continue;
    }
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

int decimal_digit(char32_t c) {
  if (c < 0x80) return is_digit(c) ? static_cast<int>(c - '0') : -1;
  const char32_t* after = std::upper_bound(std::begin(kZeros), std::end(kZeros), c);
  if (after == std::begin(kZeros) || c - *(after - 1) > 9) return -1;
  return static_cast<int>(c - *(after - 1));
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
