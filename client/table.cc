#include "client/table.h"

#include <algorithm>

#include "lang/render/screen.h"

namespace borealis::client {

namespace {

bool starts_code_point(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

std::string coloured(const Style& style, const std::string& colour, const std::string& text) {
  if (colour == "red") return style.red(text);
  if (colour == "green") return style.green(text);
  if (colour == "yellow") return style.yellow(text);
  if (colour == "dim") return style.dim(text);
  return text;
}

}  // namespace

int display_width(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), starts_code_point));
}

std::string cut_to_width(std::string_view text, int width) {
  std::string line(text);
  for (char& c : line) {
    if (c == '\n' || c == '\t' || c == '\r') c = ' ';
  }
  line = lang::shown(line).text;
  if (display_width(line) <= width) return line;
  std::size_t end = 0;
  for (int columns = 0; end < line.size(); ++end) {
    if (starts_code_point(line[end]) && columns++ == std::max(width - 1, 0)) break;
  }
  line.resize(end);
  return line + "…";
}

std::string Table::text(const Style& style, int width) const {
  std::vector<int> widths(header_.size());
  std::size_t last = 0;
  for (std::size_t column = 0; column < header_.size(); ++column) {
    int widest = 0;
    for (const auto& row : rows_) widest = std::max(widest, display_width(row[column].text));
    widths[column] = widest == 0 ? 0 : std::max(widest, display_width(header_[column]));
    if (widest > 0) last = column;
  }
  std::string out;
  const auto add_line = [&](auto&& cell, auto&& paint) {
    int used = 0;
    for (std::size_t column = 0; column <= last; ++column) {
      if (widths[column] == 0) continue;
      std::string text = cell(column);
      if (column == last && width > 0) text = cut_to_width(text, std::max(width - used, 10));
      const int padding = column == last ? 0 : widths[column] - display_width(text) + 2;
      out += paint(column, text);
      out.append(static_cast<std::size_t>(padding), ' ');
      used += widths[column] + 2;
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    out += '\n';
  };
  add_line([&](std::size_t column) { return header_[column]; },
           [&](std::size_t, const std::string& text) { return style.bold(text); });
  for (const auto& row : rows_) {
    add_line([&](std::size_t column) { return cut_to_width(row[column].text, 1 << 20); },
             [&](std::size_t column, const std::string& text) { return coloured(style, row[column].colour, text); });
  }
  return out;
}

}  // namespace borealis::client
