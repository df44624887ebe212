#include "lang/render/screen.h"

#include <algorithm>
#include <iterator>

namespace borealis::lang {

namespace {

constexpr int kTabStop = 4;

struct Range {
  char32_t first;
  char32_t last;
};

// Two columns wide (East Asian wide and full-width, emoji).
constexpr Range kWide[] = {
    {0x1100, 0x115f}, {0x2e80, 0x303e},   {0x3041, 0x33ff},   {0x3400, 0x4dbf},   {0x4e00, 0x9fff},
    {0xa000, 0xa4cf}, {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},
    {0xffe0, 0xffe6}, {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1faff}, {0x20000, 0x3fffd},
};
// No column at all (combining marks, joiners, variation selectors).
constexpr Range kZero[] = {
    {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x064b, 0x065f}, {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff},
    {0x200b, 0x200d}, {0x20d0, 0x20ff}, {0x2060, 0x2064}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xe0100, 0xe01ef},
};

template <std::size_t N>
bool within(const Range (&ranges)[N], char32_t c) {
  return std::any_of(std::begin(ranges), std::end(ranges), [c](const Range& r) { return c >= r.first && c <= r.last; });
}

std::string hex(char32_t value, int digits) {
  std::string out;
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out += "0123456789abcdef"[(value >> shift) & 15];
  return out;
}

}  // namespace

Shown shown_character(std::string_view text, std::size_t at, const CodePoint& point, int column) {
  const auto visible = [](std::string escape) {
    const int width = static_cast<int>(escape.size());
    return Shown{std::move(escape), width};
  };
  if (!point.valid) return visible("\\x" + hex(static_cast<unsigned char>(text[at]), 2));
  const char32_t c = point.value;
  if (c == '\t') {
    const int width = kTabStop - column % kTabStop;
    return {std::string(static_cast<std::size_t>(width), ' '), width};
  }
  if (is_obeyed(c)) return visible(c < 0x100 ? "\\x" + hex(c, 2) : "\\u" + hex(c, 4));
  const int width = within(kZero, c) ? 0 : within(kWide, c) ? 2 : 1;
  return {std::string(text.substr(at, point.size)), width};
}

Shown shown(std::string_view text) {
  Shown out;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const Shown character = shown_character(text, at, point, out.width);
    out.text += character.text;
    out.width += character.width;
    at += point.size;
  }
  return out;
}

std::string shown_lines(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const bool stays = point.valid && (point.value == '\n' || point.value == '\t');
    out += stays ? std::string(1, text[at]) : shown_character(text, at, point, 0).text;
    at += point.size;
  }
  return out;
}

}  // namespace borealis::lang
