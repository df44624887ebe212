#include "lang/json.h"

#include <doctest/doctest.h>

#include <limits>

using namespace borealis::lang;

TEST_CASE("floats are written as Python's repr writes them") {
  const std::pair<double, const char*> rows[] = {
      {0.0, "0.0"},
      {-0.0, "-0.0"},
      {1.0, "1.0"},
      {15.0, "15.0"},
      {0.1, "0.1"},
      {0.1 + 0.2, "0.30000000000000004"},
      {1e15, "1000000000000000.0"},
      {1e16, "1e+16"},
      {123456789012345680.0, "1.2345678901234568e+17"},
      {9999999999999998.0, "9999999999999998.0"},
      {1e22, "1e+22"},
      {1e100, "1e+100"},
      {0.0001, "0.0001"},
      {0.00001, "1e-05"},
      {0.00012345, "0.00012345"},
      {1.5e-7, "1.5e-07"},
      {5e-324, "5e-324"},
      {1.7976931348623157e308, "1.7976931348623157e+308"},
      {-2.5, "-2.5"},
      {100.25, "100.25"},
      {std::numeric_limits<double>::infinity(), "inf"},
      {-std::numeric_limits<double>::infinity(), "-inf"},
      {std::numeric_limits<double>::quiet_NaN(), "nan"},
  };
  for (const auto& [value, text] : rows) CHECK(float_repr(value) == text);
}

TEST_CASE("a value among others is indented from the second line on") {
  Data data(Data::Map{});
  data.set("a", Data(Data::List{Data(1)}));
  std::string out = "[\n  ";
  append_json(out, data, {.indent = 2, .level = 1});
  CHECK(out == "[\n  {\n    \"a\": [\n      1\n    ]\n  }");
}

TEST_CASE("json.dumps") {
  Data object(Data::Object{"P", 0, {}});
  object.set("b", Data::List{1, 2.0, true, "x"});
  object.set("a", Data(BigInteger{"123456789012345678901"}));
  object.set("e", Data(Data::Map{}));
  object.set("f", Data::List{});
  CHECK(to_json(object) == R"({"b": [1, 2.0, true, "x"], "a": 123456789012345678901, "e": {}, "f": []})");
  CHECK(to_json(Data::List{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) ==
        "[Infinity, NaN]");
  CHECK(to_json(Data::List{1, Data::List{}, Data::List{2}}, {.indent = 2}) == "[\n  1,\n  [],\n  [\n    2\n  ]\n]");
}

TEST_CASE("texts") {
  CHECK(to_json(Data("q\" \\ / \n\t\r\b\f \x01 \x7f")) == "\"q\\\" \\\\ / \\n\\t\\r\\b\\f \\u0001 \\u007f\"");
  CHECK(to_json(Data("\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80")) == "\"\\u00e9 \\u20ac \\ud83d\\ude00\"");
  CHECK(to_json(Data("\xC3\xA9"), {.indent = 0, .ascii = false}) == "\"\xC3\xA9\"");
  CHECK(to_json(Data("\xFF\xC3")) == "\"\\ufffd\\ufffd\"");
}
