#include "client/line_diff.h"

#include <doctest/doctest.h>

using namespace borealis::client;

namespace {

std::string shown(std::string_view before, std::string_view after, int context = 2) {
  std::string out;
  for (const DiffLine& line : diff_lines(before, after, context)) {
    out += line.kind == DiffLine::Kind::removed   ? "-"
           : line.kind == DiffLine::Kind::added   ? "+"
           : line.kind == DiffLine::Kind::skipped ? "~"
                                                  : " ";
    out += line.text + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("only the lines that differ are shown, with a few around them") {
  CHECK(shown("a\nb\nc\n", "a\nB\nc\n") == " a\n-b\n+B\n c\n");
  CHECK(shown("1\n2\n3\n4\n5\nx\n", "1\n2\n3\n4\n5\ny\n", 1) == "~\n 5\n-x\n+y\n");
  CHECK(shown("x\n1\n2\n3\n4\n5\ny\n", "X\n1\n2\n3\n4\n5\nY\n", 1) == "-x\n+X\n 1\n~\n 5\n-y\n+Y\n");
}

TEST_CASE("lines that were put in or taken out don't drag the others along") {
  CHECK(shown("a\nb\n", "a\nx\nb\n") == " a\n+x\n b\n");
  CHECK(shown("a\nb\nc\nd\n", "b\nc\nz\nd\n") == "-a\n b\n c\n+z\n d\n");
  CHECK(shown("", "a\nb") == "+a\n+b\n");
  CHECK(shown("a", "") == "-a\n");
}

TEST_CASE("long texts are compared, too") {
  std::string before;
  std::string after;
  for (int i = 0; i < 5000; ++i) {
    before += std::to_string(i) + "\n";
    after += std::to_string(i + 10'000) + "\n";
  }
  CHECK(diff_lines(before, after).size() == 10'000);
}
