#include "tests/unit/interp/python_fixture.h"

namespace borealis::interp {

TEST_CASE("lists take sequences that are no text") {
  CHECK(eval("List(Integer)(['1', 2.7])") == "IntegerList(1, 2)");
  CHECK(eval("List(Integer)(range(3)).get()") == "(0, 1, 2)");
  CHECK(eval("List(Integer)('12')") == "ValueError: ListContainer expects an iterable, got '12'");
  CHECK(eval("List(Integer)({1, 2})").starts_with("ValueError: ListContainer expects an iterable"));
  CHECK(eval("List(Integer)(x for x in [1])") == "TypeError: cannot pickle 'generator' object");
  CHECK(eval("List(Integer)(map(int, '1'))").starts_with("ValueError: ListContainer expects an iterable, got <map"));
  CHECK(eval("List(Integer)(b'12')") == "IntegerList(49, 50)");
}

TEST_CASE("lists are indexed, sliced, iterated and asked") {
  exec("l = List(Integer)(['4', '{{x}}']).bind(x=5)");
  CHECK(eval("l[0], l[-1]") == "(Integer(4), Integer(5))");
  CHECK(eval("l[0:1]") == "(Integer(4),)");
  CHECK(eval("l[2]").starts_with("IndexError"));
  CHECK(eval("[e.get() for e in l]") == "[4, 5]");
  CHECK(eval("5 in l, Integer(5) in l, '5' in l") == "(True, True, False)");
  CHECK(eval("len(l)").starts_with("TypeError"));
  CHECK(eval("l == List(Integer)([4, 5]), l == (4, 5)") == "(True, False)");
}

TEST_CASE("maps take a mapping or pairs") {
  exec("M = Map(String, Integer)");
  CHECK(eval("M({'a': '1'})['a']") == "1");
  CHECK(eval("M(('a', 1), ('b', 2))") == "StringIntegerMap(a => 1, b => 2)");
  CHECK(eval("M()") == "StringIntegerMap()");
  CHECK(eval("M([('a', 1)])") == "ValueError: Unexpected input to MapContainer: ([('a', 1)],)");
  CHECK(eval("M(5)") == "ValueError: Unexpected input to MapContainer: (5,)");
  CHECK(eval("M(M())").starts_with("TypeError"));
  CHECK(eval("M(a=1)").starts_with("TypeError"));
  CHECK(eval("M({'a': 1})['q']") == "KeyError: 'q not found'");
  CHECK(eval("'a' in M({'a': 1}), 'b' in M({'a': 1})") == "(True, False)");
  CHECK(eval("Map(String, Integer)({'x{{y}}': 1}).bind(y='k')['xk']") == "1");
}

TEST_CASE("choices try their alternatives in order") {
  CHECK(eval("repr(Choice([Integer, String])('5').unwrap())") == "Integer(5)");
  CHECK(eval("repr(Choice([String, Integer])(5).unwrap())") == "String(5)");
  CHECK(eval("Choice([Integer, Float])('x').check().message()") ==
        "Choice_Integer_Float typecheck failed: value x did not match any of its alternatives");
  CHECK(eval("Choice(Integer, String)").starts_with("AssertionError"));
  CHECK(eval("Choice([int])").starts_with("AssertionError"));
}

TEST_CASE("types have names, parameters and descriptions") {
  CHECK(eval("Map(String, List(Integer)).__name__") == "StringIntegerListMap");
  CHECK(eval("List(String).serialize_type()") == "('List', ('String',))");
  CHECK(eval("List(String) is List(String)") == "False");
  CHECK(eval("List('x')") == "AttributeError: 'str' object has no attribute 'serialize_type'");
  CHECK(eval("List()").starts_with("AssertionError"));
  CHECK(eval("isinstance(TypeFactory.new({}, *Process.serialize_type())(name='a'), Process)") == "True");
}

}  // namespace borealis::interp
