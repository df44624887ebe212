// The table of language.md §4.
#include "lang/coerce.h"

#include <limits>

#include "make.h"

using namespace borealis::lang;
using namespace borealis::lang::test;

namespace {

// What a scalar of this type makes of `raw`, or "error".
std::string made(const Type* type, const Raw& raw) {
  const std::optional<Raw> result = coerce(*type, raw);
  return result ? result->repr() : "error";
}

struct Row {
  Raw raw;
  const char* string;
  const char* integer;
  const char* floating;
  const char* boolean;
};

const double kInfinity = std::numeric_limits<double>::infinity();
const double kNan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("what scalars make of what they are given") {
  const Row rows[] = {
      {"a", "'a'", "error", "error", "error"},
      {"", "''", "error", "error", "error"},
      {"5", "'5'", "5", "5.0", "error"},
      {" 5 ", "' 5 '", "5", "5.0", "error"},
      {"\xC2\xA0"
       "5\n",
       "'\\xa05\\n'", "5", "5.0", "error"},
      {"+5", "'+5'", "5", "5.0", "error"},
      {"-5", "'-5'", "-5", "-5.0", "error"},
      {"- 5", "'- 5'", "error", "error", "error"},
      {"010", "'010'", "10", "10.0", "error"},
      {"1_000", "'1_000'", "1000", "1000.0", "error"},
      {"1__0", "'1__0'", "error", "error", "error"},
      {"_1", "'_1'", "error", "error", "error"},
      {"1_", "'1_'", "error", "error", "error"},
      {"0x10", "'0x10'", "error", "error", "error"},
      {"1.0", "'1.0'", "error", "1.0", "error"},
      {"1e5", "'1e5'", "error", "100000.0", "error"},
      {"1e", "'1e'", "error", "error", "error"},
      {".", "'.'", "error", "error", "error"},
      {".5", "'.5'", "error", "0.5", "error"},
      {"1.", "'1.'", "error", "1.0", "error"},
      {"nan", "'nan'", "error", "nan", "error"},
      {"inf", "'inf'", "error", "inf", "error"},
      {"-Infinity", "'-Infinity'", "error", "-inf", "error"},
      {"1e999", "'1e999'", "error", "inf", "error"},
      {"1e-999", "'1e-999'", "error", "0.0", "error"},
      {"1", "'1'", "1", "1.0", "True"},
      {"0", "'0'", "0", "0.0", "False"},
      {"true", "'true'", "error", "error", "True"},
      {"TRUE", "'TRUE'", "error", "error", "True"},
      {"False", "'False'", "error", "error", "False"},
      {" true", "' true'", "error", "error", "error"},
      {"yes", "'yes'", "error", "error", "error"},
      {"on", "'on'", "error", "error", "error"},
      {"2", "'2'", "2", "2.0", "error"},
      {5, "'5'", "5", "5.0", "True"},
      {0, "'0'", "0", "0.0", "False"},
      {1.9, "'1.9'", "1", "1.9", "True"},
      {-1.9, "'-1.9'", "-1", "-1.9", "True"},
      {1.0, "'1.0'", "1", "1.0", "True"},
      {1e16, "'1e+16'", "10000000000000000", "1e+16", "True"},
      {1e30, "'1e+30'", "1000000000000000019884624838656", "1e+30", "True"},
      {BigInteger{"1000000000000000000000000000000"}, "'1000000000000000000000000000000'",
       "1000000000000000000000000000000", "1e+30", "True"},
      {kNan, "'nan'", "error", "nan", "True"},
      {kInfinity, "'inf'", "error", "inf", "True"},
      {true, "'True'", "1", "1.0", "True"},
      {false, "'False'", "0", "0.0", "False"},
      {make_rc<const ForeignObject>("NoneType", "None"), "error", "error", "error", "error"},
      {list({1}), "error", "error", "error", "error"},
  };
  for (const Row& row : rows) {
    const std::string given = row.raw.repr();
    CAPTURE(given);
    CHECK(made(Type::string(), row.raw) == row.string);
    CHECK(made(Type::integer(), row.raw) == row.integer);
    CHECK(made(Type::floating(), row.raw) == row.floating);
    CHECK(made(Type::boolean(), row.raw) == row.boolean);
  }
}

TEST_CASE("digits of other scripts are digits") {
  CHECK(parse_integer("-\u0661\u0662")->repr() == "-12");
  CHECK(parse_integer("\u00a0\U0001D7CF_0")->repr() == "10");
  CHECK(parse_float("\u0967.\uff15") == 1.5);
  // Superscripts, fractions and letters are none.
  for (const char* text : {"\u00b2", "\u00bd", "\u2167", "\u0660x"}) CHECK_FALSE(parse_integer(text));
}

TEST_CASE("integers beyond 64 bits stay exact") {
  CHECK(made(Type::integer(), "9223372036854775807") == "9223372036854775807");
  CHECK(made(Type::integer(), "-9223372036854775809") == "-9223372036854775809");
  CHECK(made(Type::integer(), " -000123456789012345678901234567890 ") == "-123456789012345678901234567890");
  CHECK(made(Type::integer(), -9223372036854775808.0) == "-9223372036854775808");
  CHECK(made(Type::integer(), 9223372036854775808.0) == "9223372036854775808");
}

TEST_CASE("the words of a coercion that fails") {
  CHECK(thrown([] { interpolate(*integer("x")); }) == "coercion: Cannot coerce 'x' to Integer");
  CHECK(thrown([] { interpolate(*floating(make_rc<const ForeignObject>("NoneType", "None"))); }) ==
        "coercion: Cannot coerce 'None' to Float");
  CHECK(thrown([] { interpolate(*string(integer(3))); }) == "coercion: Cannot coerce '3' to String");
  CHECK(thrown([] { interpolate(*string(string("x"))); }) == "coercion: Cannot coerce 'x' to String");
  CHECK(thrown([] { interpolate(*string(list({1, "a"}))); }) == "coercion: Cannot coerce '[1, 'a']' to String");
  CHECK(thrown([] { interpolate(*integer(kInfinity)); }) == "overflow: cannot convert float infinity to integer");
  CHECK(thrown([] { check(*integer(kInfinity)); }).starts_with("overflow: "));
}

TEST_CASE("filled-in text is coerced by the same table") {
  CHECK(thrown([] { interpolate(*bound(integer("{{x}}"), "x", "3.0")); }) ==
        "coercion: Cannot coerce '3.0' to Integer");
  CHECK(thrown([] { interpolate(*bound(integer("{{x}}"), "x", floating(1))); }).starts_with("coercion: "));
  CHECK(thrown([] { interpolate(*bound(integer("{{x}}"), "x", "True")); }).starts_with("coercion: "));
  CHECK(shown(bound(boolean("{{x}}"), "x", "0")) == "Boolean(False)");
}
