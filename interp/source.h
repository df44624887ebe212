// Source text by line, and the change from CPython's columns (bytes, 0-based) to ours (code points, 1-based).
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

#include "lang/site.h"

namespace borealis::interp {

// A range as CPython gives it: lines 1-based, columns 0-based in UTF-8 bytes, end exclusive.
struct ByteRange {
  int line = 0;
  int column = 0;
  int end_line = 0;
  int end_column = 0;

  friend auto operator<=>(const ByteRange&, const ByteRange&) = default;
};

class SourceText {
 public:
  // `text` must outlive this object.
  explicit SourceText(std::string_view text);

  // The line without its line end; empty beyond the end.
  std::string_view line(int number) const;
  int line_count() const { return static_cast<int>(starts_.size()); }

  // The text of a range; and the range of a part of the text, given the offset at which it starts.
  std::size_t offset_of(int line, int column) const;
  std::string_view slice(const ByteRange& range) const;
  ByteRange range_of(std::size_t offset, std::size_t length) const;

  // The column of a range that stands at our column of a line.
  int byte_column(int line, int column) const;

  lang::Span span(const std::string& file, const ByteRange& range) const;
  // Cut at the end of its first line.
  ByteRange first_line(const ByteRange& range) const;

 private:
  int column_of(int line, int byte_column) const;

  std::string_view text_;
  std::vector<std::size_t> starts_;
};

}  // namespace borealis::interp
