// Equality, order, hashes: language.md §4-§9.
#include <limits>

#include "make.h"

using namespace borealis::lang;
using namespace borealis::lang::test;

TEST_CASE("scalars are equal within one class, by what they resolve to") {
  CHECK(equal(*integer("1"), *integer(1)));
  CHECK_FALSE(equal(*integer(1), *floating(1)));
  CHECK_FALSE(equal(*string("1"), *integer(1)));
  CHECK(equal(*bound(string("{{a}}"), "a", "x"), *string("x")));
  CHECK(equal(*integer(1), *integer(true)));
  CHECK_FALSE(equal(*integer("{{x}}"), *integer(1)));
}

TEST_CASE("an enum's values compare by class") {
  const Type* color = Type::enumeration("Color", {"Red"});
  CHECK(equal(*make_scalar(color, "Red", 0, 1), *make_scalar(color, "Red", 0, 1)));
  CHECK_FALSE(equal(*make_scalar(color, "Red", 0, 1), *make_scalar(color, "Red", 0, 2)));
}

TEST_CASE("scalars of one class have an order") {
  CHECK(compare(*integer("2"), *integer(10)) == std::partial_ordering::less);
  CHECK(compare(*string("2"), *string("10")) == std::partial_ordering::greater);
  CHECK(compare(*integer(BigInteger{"-99999999999999999999"}), *integer(1)) == std::partial_ordering::less);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(compare(*floating(nan), *floating(1)) == std::partial_ordering::equivalent);
  CHECK(equal(*floating(nan), *floating(nan)));
  CHECK(thrown([] { compare(*integer("{{x}}"), *integer(1)); }).starts_with("type: "));
}

TEST_CASE("structs are equal by fields, whatever their name and order") {
  const Type* a = Type::structure("A", {optional("x", Type::integer()), optional("y", Type::string())});
  const Type* b = Type::structure("B", {optional("y", Type::string()), optional("x", Type::integer())});
  const Type* c = Type::structure("A", {optional("x", Type::integer())});
  CHECK(equal(*make(a, {{"x", "1"}, {"y", "t"}}), *make(b, {{"x", 1}, {"y", "t"}})));
  CHECK_FALSE(equal(*make(a, {{"x", 1}}), *make(a, {{"x", 1}, {"y", "t"}})));
  CHECK_FALSE(equal(*make(a, {{"x", 1}}), *make(c, {{"x", 1}})));
  // The first difference ends the comparison, and what lies behind it raises nothing.
  CHECK_FALSE(equal(*make(b, {{"y", "{{&y}}"}}), *make(b, {{"x", 1}, {"y", "{{&y}}"}})));
}

TEST_CASE("maps are equal in order only, lists by elements") {
  const Type* map = Type::map(Type::string(), Type::integer());
  CHECK(equal(*construct(map, dict({{"a", 1}, {"b", "2"}})), *construct(map, dict({{"a", "1"}, {"b", 2}}))));
  CHECK_FALSE(equal(*construct(map, dict({{"a", 1}, {"b", 2}})), *construct(map, dict({{"b", 2}, {"a", 1}}))));
  const Type* integers = Type::list(Type::integer());
  CHECK(equal(*construct(integers, list({1, 2})), *construct(integers, list({"1", "2"}))));
  CHECK_FALSE(equal(*construct(integers, list({1})), *construct(Type::list(Type::floating()), list({1}))));
}

TEST_CASE("hashes are of the raw form") {
  CHECK(hash(*integer("1")) != hash(*integer(1)));
  CHECK(hash(*integer(1)) == hash(*floating(1.0)));
  const Type* map = Type::map(Type::string(), Type::integer());
  CHECK(hash(*construct(map, dict({{"a", 1}, {"b", 2}}))) == hash(*construct(map, dict({{"b", 2}, {"a", 1}}))));
}
