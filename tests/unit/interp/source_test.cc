#include "interp/source.h"

#include <doctest/doctest.h>

using borealis::interp::ByteRange;
using borealis::interp::SourceText;

TEST_CASE("lines end as Python's tokenizer ends them") {
  const SourceText source("a\nbb\r\nccc\rd");
  CHECK(source.line_count() == 4);
  CHECK(source.line(1) == "a");
  CHECK(source.line(2) == "bb");
  CHECK(source.line(3) == "ccc");
  CHECK(source.line(4) == "d");
  CHECK(source.line(5).empty());
  CHECK(source.line(0).empty());
}

TEST_CASE("columns count code points from 1, ranges count bytes from 0") {
  const SourceText source("x = 'é€😀' + y\n");
  const auto span = source.span("f", {1, 4, 1, 15});
  CHECK(span.column == 5);
  CHECK(span.end_column == 10);
  CHECK(span.file == "f");
}

TEST_CASE("a slice runs over lines, and its parts are found again") {
  const std::string text = "a = '''one\ntwo {{x}}\n'''\n";
  const SourceText source(text);
  const ByteRange value{1, 4, 3, 3};
  const std::string_view slice = source.slice(value);
  CHECK(slice == "'''one\ntwo {{x}}\n'''");
  const std::size_t at = source.offset_of(1, 4) + slice.find("{{x}}");
  CHECK(source.range_of(at, 5) == ByteRange{2, 4, 2, 9});
}

TEST_CASE("a range is cut at the end of its first line, without trailing blanks") {
  const SourceText source("job = Service(   \n  name='x')\n");
  CHECK(source.first_line({1, 6, 2, 11}) == ByteRange{1, 6, 1, 14});
  CHECK(source.first_line({2, 2, 2, 10}) == ByteRange{2, 2, 2, 10});
}
