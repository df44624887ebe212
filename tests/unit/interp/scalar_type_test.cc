#include "tests/unit/interp/python_fixture.h"

namespace borealis::interp {

TEST_CASE("scalars keep what they are given until they are resolved") {
  CHECK(eval("repr(Integer('1').get())") == "'1'");
  CHECK(eval("repr(Integer(1.5).get())") == "1.5");
  CHECK(eval("repr(Integer(' 5 '))") == "Integer(5)");
  CHECK(eval("Integer(-1.9)") == "-1");
  CHECK(eval("Integer(10**30)") == "1000000000000000000000000000000");
  CHECK(eval("Float('.5')") == "0.5");
  CHECK(eval("Boolean('TRUE')") == "True");
  CHECK(eval("String(True)") == "True");
  CHECK(eval("String(1e16)") == "1e+16");
  CHECK(eval("Integer('x').check().message()") == "Unable to interpolate: Cannot coerce 'x' to Integer");
  CHECK(eval("String(None).check()") == "TypeCheck(FAILED): Unable to interpolate: Cannot coerce 'None' to String");
}

TEST_CASE("coercion errors are ValueErrors reached through Object") {
  CHECK(exec("from pystachio.base import Object\n"
             "try:\n  str(Integer('x'))\nexcept Object.CoercionError as e:\n  caught = e\n") == "None");
  CHECK(eval("isinstance(caught, ValueError)") == "True");
  CHECK(eval("caught") == "Cannot coerce 'x' to Integer");
}

TEST_CASE("scalars compare with their own class only") {
  CHECK(eval("Integer('1') == Integer(1)") == "True");
  CHECK(eval("Integer(1) == 1") == "False");
  CHECK(eval("Integer(1) != Float(1)") == "True");
  CHECK(eval("Integer(9) <= Float(1), Integer(9) > Float(1)") == "(True, False)");
  CHECK(eval("String('2') < String('10')") == "False");
  CHECK(eval("hash(Integer(1)) == hash(Integer(True))") == "True");
  CHECK(eval("hash(Integer(1)) == hash(Integer('1'))") == "False");
}

TEST_CASE("a scalar takes one positional argument") {
  CHECK(eval("String()").starts_with("TypeError"));
  CHECK(eval("String('a', 'b')").starts_with("TypeError"));
  CHECK(eval("String(value='a')").starts_with("TypeError"));
}

TEST_CASE("scalars are always true and have no length") {
  CHECK(eval("bool(Boolean(False))") == "True");
  CHECK(eval("len(String('abc'))").starts_with("TypeError"));
}

TEST_CASE("enums check literals at once and templates later") {
  exec("Color = Enum('Color', ('Red', 'Green'))");
  CHECK(eval("Color('red')") == "ValueError: Color only accepts the following values: Red, Green");
  CHECK(eval("Color('{{x}}').bind(x='Green')") == "Green");
  CHECK(eval("Color.VALUES") == "('Red', 'Green')");
  CHECK(eval("Enum('Red', 'Green').__name__") == "Enum_Red_Green");
  CHECK(eval("Color('{{x}}').bind(x='Blue').check().message()") ==
        "Unable to interpolate: Cannot coerce 'Blue' to Color: Blue is not one of Red, Green");
  CHECK(eval("Enum('A', ('x',))('x') == Enum('A', ('x',))('x')") == "False");
  CHECK(eval("Logger().destination() == LoggerDestination('file')") == "False");
  CHECK(eval("Logger().destination().get() == 'file'") == "True");
}

TEST_CASE("text with lone surrogates survives") {
  CHECK(eval("String('a\\udc80').get() == 'a\\udc80'") == "True");
}

}  // namespace borealis::interp
