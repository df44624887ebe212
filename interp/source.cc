#include "interp/source.h"

#include <algorithm>

namespace borealis::interp {

SourceText::SourceText(std::string_view text) : text_(text) {
  // As Python's tokenizer: \n, \r\n and \r end a line.
  starts_.push_back(0);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    if (text[i] == '\n' || text[i] == '\r') starts_.push_back(i + 1);
  }
}

std::string_view SourceText::line(int number) const {
  if (number < 1 || number > line_count()) return {};
  const std::size_t start = starts_[number - 1];
  const std::size_t end = number < line_count() ? starts_[number] : text_.size();
  std::string_view found = text_.substr(start, end - start);
  while (!found.empty() && (found.back() == '\n' || found.back() == '\r')) found.remove_suffix(1);
  return found;
}

std::size_t SourceText::offset_of(int line, int column) const {
  if (line < 1) return 0;
  if (line > line_count()) return text_.size();
  return std::min(starts_[line - 1] + std::max(column, 0), text_.size());
}

std::string_view SourceText::slice(const ByteRange& range) const {
  const std::size_t from = offset_of(range.line, range.column);
  const std::size_t to = offset_of(range.end_line, range.end_column);
  return to <= from ? std::string_view() : text_.substr(from, to - from);
}

ByteRange SourceText::range_of(std::size_t offset, std::size_t length) const {
  const auto position = [&](std::size_t at) {
    const auto next = std::upper_bound(starts_.begin(), starts_.end(), at);
    const int line = static_cast<int>(next - starts_.begin());
    return std::pair(line, static_cast<int>(at - starts_[line - 1]));
  };
  const auto [line, column] = position(offset);
  const auto [end_line, end_column] = position(offset + length);
  return {line, column, end_line, end_column};
}

int SourceText::column_of(int line, int byte_column) const {
  const std::string_view text = this->line(line).substr(0, std::max(byte_column, 0));
  const auto continuation = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
  return 1 + static_cast<int>(text.size() - std::count_if(text.begin(), text.end(), continuation));
}

int SourceText::byte_column(int line, int column) const {
  const std::string_view text = this->line(line);
  std::size_t at = 0;
  for (int i = 1; i < column && at < text.size(); ++i) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  }
  return static_cast<int>(at);
}

lang::Span SourceText::span(const std::string& file, const ByteRange& range) const {
  lang::Span span;
  span.file = file;
  span.line = range.line;
  span.column = range.column < 0 ? 0 : column_of(range.line, range.column);
  span.end_line = range.end_line;
  span.end_column = range.end_column < 0 ? 0 : column_of(range.end_line, range.end_column);
  return span;
}

ByteRange SourceText::first_line(const ByteRange& range) const {
  if (range.end_line == range.line) return range;
  std::string_view text = line(range.line);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return {range.line, range.column, range.line, static_cast<int>(text.size())};
}

}  // namespace borealis::interp
