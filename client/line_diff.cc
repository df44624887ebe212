#include "client/line_diff.h"

#include <algorithm>
#include <cstdint>

namespace borealis::client {

namespace {

using Kind = DiffLine::Kind;
using Lines = std::vector<std::string_view>;

constexpr std::size_t most_lines = 2000;

Lines split_lines(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// The longest common subsequence of the parts that differ, by the table of its lengths.
void diff_middle(const Lines& a, const Lines& b, std::vector<DiffLine>& out) {
  const std::size_t width = b.size() + 1;
  std::vector<std::uint16_t> lengths((a.size() + 1) * width, 0);
  const auto length = [&](std::size_t i, std::size_t j) -> std::uint16_t& { return lengths[i * width + j]; };
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;)
      length(i, j) = a[i] == b[j] ? static_cast<std::uint16_t>(length(i + 1, j + 1) + 1)
                                  : std::max(length(i + 1, j), length(i, j + 1));
  }
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      out.push_back({Kind::same, std::string(a[i])});
      ++i;
      ++j;
    } else if (j == b.size() || (i < a.size() && length(i + 1, j) >= length(i, j + 1))) {
      out.push_back({Kind::removed, std::string(a[i++])});
    } else {
      out.push_back({Kind::added, std::string(b[j++])});
    }
  }
}

void replace_middle(const Lines& a, const Lines& b, std::vector<DiffLine>& out) {
  for (const std::string_view line : a) out.push_back({Kind::removed, std::string(line)});
  for (const std::string_view line : b) out.push_back({Kind::added, std::string(line)});
}

std::vector<DiffLine> with_context(const std::vector<DiffLine>& all, int context) {
  const auto size = static_cast<int>(all.size());
  std::vector<bool> shown(all.size(), false);
  for (int i = 0; i < size; ++i) {
    if (all[static_cast<std::size_t>(i)].kind == Kind::same) continue;
    for (int k = std::max(0, i - context); k <= std::min(size - 1, i + context); ++k)
      shown[static_cast<std::size_t>(k)] = true;
  }
  std::vector<DiffLine> out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (shown[i]) {
      out.push_back(all[i]);
    } else if (out.empty() || out.back().kind != Kind::skipped) {
      out.push_back({Kind::skipped, ""});
    }
  }
  return out;
}

}  // namespace

std::vector<DiffLine> diff_lines(std::string_view before, std::string_view after, int context) {
  Lines a = split_lines(before);
  Lines b = split_lines(after);
  std::size_t head = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  std::size_t tail = 0;
  while (tail + head < a.size() && tail + head < b.size() && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  const auto middle = [&](const Lines& lines) {
    return Lines(lines.begin() + static_cast<long>(head), lines.end() - static_cast<long>(tail));
  };
  std::vector<DiffLine> all;
  for (std::size_t i = 0; i < head; ++i) all.push_back({Kind::same, std::string(a[i])});
  if (a.size() - head - tail <= most_lines && b.size() - head - tail <= most_lines) {
    diff_middle(middle(a), middle(b), all);
  } else {
    replace_middle(middle(a), middle(b), all);
  }
  for (std::size_t i = a.size() - tail; i < a.size(); ++i) all.push_back({Kind::same, std::string(a[i])});
  return with_context(all, context);
}

}  // namespace borealis::client
