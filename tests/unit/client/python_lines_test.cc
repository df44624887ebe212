#include "client/validate/python_lines.h"

#include <doctest/doctest.h>

using namespace borealis::client;

namespace {

std::string shown(const std::vector<LineRange>& ranges) {
  std::string text;
  for (const LineRange& range : ranges) {
    text += (text.empty() ? "" : " ") + std::to_string(range.first) + "-" + std::to_string(range.last);
  }
  return text;
}

std::string comments(std::string_view source) {
  std::string text;
  for (const PythonComment& comment : lines_of_python(source).comments) {
    text += std::to_string(comment.line) + ":" + std::to_string(comment.column) + comment.text +
            (comment.alone ? "!" : "") + "|";
  }
  return text;
}

}  // namespace

TEST_CASE("comments are what Python takes for one") {
  CHECK(comments("x = 1  # one\n# two\n  # three\n") == "1:8# one|2:1# two!|3:3# three!|");
  CHECK(comments("x = '# no' # yes") == "1:12# yes|");
  CHECK(comments("x = '\\'# no' # yes") == "1:14# yes|");
  CHECK(comments("x = r'\\' # no'  # yes") == "1:17# yes|");
  CHECK(comments("x = '''\n# no\n''' # yes") == "3:5# yes|");
  CHECK(comments("x = \"\"\"a\"b''' # no\"\"\" # yes") == "1:23# yes|");
  CHECK(comments("x = '\xc3\xa4\xf0\x9d\x84\x9e' # yes") == "1:10# yes|");
  CHECK(comments("x = (  # a\r\n  1)  # b\r\n# c\r") == "1:8# a|2:7# b|3:1# c!|");
}

TEST_CASE("a text that is not closed ends with its line") {
  CHECK(comments("x = 'oh # no\ny = 1 # yes\n") == "2:7# yes|");
  CHECK(comments("x = '''oh # no\ny = 1 # no\n").empty());
}

TEST_CASE("statements go on within brackets, texts and after a backslash") {
  CHECK(shown(lines_of_python("a = 1\nb = f(\n  1,\n  2)\n\nc = '''\n\n'''\nd = 1 + \\\n  2\n").statements) ==
        "1-1 2-4 6-8 9-10");
  CHECK(shown(lines_of_python("def f():\n  return 1\n").statements) == "1-1 2-2");
}

TEST_CASE("brackets, innermost first; those left open reach to the end") {
  CHECK(shown(lines_of_python("f(\n  g(\n    1),\n  2)\n").brackets) == "2-3 1-4");
  CHECK(shown(lines_of_python("f(\n  1\n").brackets) == "1-3");
  CHECK(shown(lines_of_python("1)\n2\n").brackets).empty());
}

TEST_CASE("any bytes have lines") {
  for (int seed = 0; seed < 300; ++seed) {
    std::string source;
    for (int i = 0; i < 60; ++i) source += "'\"#([{)]}\\\n\r x\xff\xc3"[(seed * 31 + i * i * 7 + i * seed) % 16];
    const PythonLines lines = lines_of_python(source);
    for (const LineRange& range : lines.brackets) CHECK((range.first <= range.last && range.last <= lines.count));
    for (const LineRange& range : lines.statements) CHECK((range.first <= range.last && range.last <= lines.count));
  }
}
