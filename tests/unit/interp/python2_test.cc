#include "interp/python2.h"

#include <doctest/doctest.h>

#include <string>

using namespace borealis::interp;

namespace {

constexpr char kPrint[] = "Missing parentheses in call to 'print'. Did you mean print(...)?";
constexpr char kInvalid[] = "invalid syntax";
constexpr char kZeros[] = "leading zeros in decimal integer literals are not permitted";

std::string hint_of(const std::string& line, const std::string& message) {
  const auto found = recognize_python2(SourceText(line), message, 1, 1);
  return found ? found->hint : "-";
}

}  // namespace

TEST_CASE("the spelling of Python 3 is told") {
  CHECK(hint_of("  print 'a', b  # c", kPrint) == "write `print('a', b)`");
  CHECK(hint_of("print 'a',", kPrint) == "write `print('a', end=' ')`");
  CHECK(hint_of("print >>sys.stderr, 'a'", kPrint) == "write `print('a', file=sys.stderr)`");
  CHECK(hint_of("print", kPrint) == "write `print()`");
  CHECK(hint_of("except (A, B), e:", "multiple exception types must be parenthesized") ==
        "write `except (A, B) as e:`");
  CHECK(hint_of("  raise ValueError, 'a, b'", kInvalid) == "write `raise ValueError('a, b')`");
  CHECK(hint_of("x = `n` + 'y'", kInvalid) == "write `repr(n)`");
  CHECK(hint_of("if a <> b:", kInvalid) == "write `!=`");
  CHECK(hint_of("exec code in ns", "Missing parentheses in call to 'exec'. Did you mean exec(...)?") ==
        "write `exec(code, ns)`");
  CHECK(hint_of("mode = 0755", kZeros) == "write `0o755`, or without the zero when it is decimal");
  CHECK(hint_of("n = 10L", "invalid decimal literal") == "write `10`");
  CHECK(hint_of("n = 0xFFL", "invalid hexadecimal literal") == "write `0xFF`");
}

TEST_CASE("what only stands in a text or a comment is not taken for code") {
  CHECK(hint_of("x = 'a <> b' 5", kInvalid) == "-");
  CHECK(hint_of("x = (1 # `n`", kInvalid) == "-");
  CHECK(hint_of("x = \"raise A, b\" y", kInvalid) == "-");
}

TEST_CASE("all of a file's Python 2 is found, texts left out") {
  const std::string text =
      "\"\"\"print x\n0777\"\"\"\nprint 'a'\nx = 1  # print x\nraise A, b\ny = '''\nprint z\n'''\nprint(1)\n"
      "if a <> b: pass\n";
  std::vector<int> lines;
  for (const auto& [line, old] : find_python2(SourceText(text))) lines.push_back(line);
  CHECK(lines == std::vector<int>{3, 5, 10});
}

TEST_CASE("what only fails when it is executed") {
  const auto hint = [](const std::string& line, const std::string& message) {
    const auto found = recognize_python2_error(SourceText(line), message, 1);
    return found ? found->hint : "-";
  };
  const std::string shift = "unsupported operand type(s) for >>: 'builtin_function_or_method' and '_io.TextIOWrapper'";
  CHECK(hint("print >>f, 'a', b", shift) == "write `print('a', b, file=f)`");
  CHECK(hint("print >>f", shift) == "write `print(file=f)`");
  CHECK(hint("x = max >> 3; print(x)", shift) == "-");
  CHECK(hint("print ('%s') % x", "unsupported operand type(s) for %: 'NoneType' and 'int'") ==
        "write `print(('%s') % x)`");
  CHECK(hint("raise 'a'", "exceptions must derive from BaseException") == "write `raise Exception('a')`");
}

TEST_CASE("other mistakes stay what they are") {
  CHECK(hint_of("for x in y", "expected ':'") == "-");
  CHECK(hint_of("x = = 1", kInvalid) == "-");
}

TEST_CASE("the place is the old construct, in code points") {
  const auto found = recognize_python2(SourceText("é = 0755"), kZeros, 1, 1);
  REQUIRE(found.has_value());
  CHECK(found->column == 5);
  CHECK(found->end_column == 9);
}
