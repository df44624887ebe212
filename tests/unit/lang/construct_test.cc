// Construction and what it refuses: language.md §5-§9, §14.
#include "make.h"

using namespace borealis::lang;
using namespace borealis::lang::test;

namespace {

const Type* res_type() {
  static const Type* type = Type::structure("Res", {required("cpu", Type::floating()), optional("ram", Type::integer()),
                                                    with_default("disk", Type::integer(), 7)});
  return type;
}

Raw none() {
  return make_rc<const ForeignObject>("NoneType", "None");
}

}  // namespace

TEST_CASE("an enum checks its literals at once and its templates later") {
  const Type* color = Type::enumeration("Color", {"Red", "Green"});
  CHECK(shown(make_scalar(color, "Red")) == "Color(Red)");
  CHECK(thrown([&] { make_scalar(color, "red"); }) == "value: Color only accepts the following values: Red, Green");
  CHECK(thrown([&] { make_scalar(color, 1); }) == "value: Color only accepts the following values: Red, Green");
  CHECK(thrown([&] { make_scalar(color, none()); }) == "coercion: Cannot coerce 'None' to String");
  CHECK(thrown([&] { make_scalar(color, "{{ x }}"); }).starts_with("invalid_ref: "));
  const ValuePtr late = make_scalar(color, "{{x}}");
  CHECK(text(bound(late, "x", "Green")) == "Green");
  CHECK(thrown([&] { text(bound(late, "x", "Blue")); }) ==
        "coercion: Cannot coerce 'Blue' to Color: Blue is not one of Red, Green");
  CHECK(check(*late).message == "'{{x}}' not in the enumeration (Red, Green)");
}

TEST_CASE("lists take sequences") {
  const Type* integers = Type::list(Type::integer());
  CHECK(shown(construct(integers, list({"1", 2.7, Raw(integer(3))}))) == "IntegerList(1, 2, 3)");
  CHECK(thrown([&] { construct(integers, "12"); }) == "value: ListContainer expects an iterable, got '12'");
  CHECK(thrown([&] {
          construct(integers, dict({{"a", 1}}));
        }) == "value: ListContainer expects an iterable, got {'a': 1}");
  CHECK(thrown([&] { construct(integers, Raw(construct(integers, list({})))); }) ==
        "value: ListContainer expects an iterable, got IntegerList()");
  CHECK(thrown([&] { construct(Type::list(integers), list({"x"})); }).starts_with("value: "));
}

TEST_CASE("maps take mappings, and a pair by accident") {
  const Type* map = Type::map(Type::string(), Type::integer());
  CHECK(shown(construct(map, dict({{"b", "1"}, {"a", 2}}))) == "StringIntegerMap(b => 1, a => 2)");
  const Type* texts = Type::map(Type::string(), Type::string());
  CHECK(shown(construct(texts, "ab")) == "StringStringMap(a => b)");
  CHECK(shown(construct(texts, list({"ab", "cd"}))) == "StringStringMap(ab => cd)");
  CHECK(thrown([&] { construct(map, "x"); }) == "value: Unexpected input to MapContainer: ('x',)");
  CHECK(thrown([&] { construct(map, 5); }) == "value: Unexpected input to MapContainer: (5,)");
}

TEST_CASE("structs take mappings, and refuse unknown fields") {
  CHECK(shown(construct(res_type(), dict({{"cpu", 1}}))) == "Res(cpu=1.0,\n    disk=7)");
  CHECK(shown(construct(res_type(), dict({{"disk", Unset{}}, {"ram", "5"}}))) == "Res(ram=5)");
  CHECK(thrown([] { construct(res_type(), dict({{"bogus", 1}})); }) == "attribute: Unknown schema attribute bogus");
  CHECK(thrown([] { construct(res_type(), "x"); }) == "not_mapping: x");
  CHECK(thrown([] { construct(res_type(), none()); }) == "not_mapping: None");
}

TEST_CASE("a derived struct keeps bindings and replaces fields") {
  const ValuePtr base = bound(make(res_type(), {{"cpu", "{{c}}"}}), "c", "2");
  const int ram = res_type()->field_index("ram");
  const int disk = res_type()->field_index("disk");
  const ValuePtr derived = with_fields(*base, {{ram, integer(5)}, {disk, nullptr}}, 42);
  CHECK(shown(derived) == "Res(cpu=2.0,\n    ram=5)");
  CHECK(derived->site() == 42);
  CHECK(derived->fields()[1].site == 42);
  CHECK(shown(base) == "Res(cpu=2.0,\n    disk=7)");
}

TEST_CASE("a choice takes the first alternative that works") {
  const auto unwrapped = [](std::vector<const Type*> types, Raw raw) {
    return shown(unwrap(*construct(Type::choice("", std::move(types)), std::move(raw))));
  };
  const Type* i = Type::integer();
  const Type* f = Type::floating();
  const Type* s = Type::string();
  CHECK(unwrapped({i, s}, "5") == "Integer(5)");
  CHECK(unwrapped({s, i}, 5) == "String(5)");
  CHECK(unwrapped({i, f}, 5.5) == "Integer(5)");
  CHECK(unwrapped({i, f}, "5.5") == "Float(5.5)");
  CHECK(unwrapped({res_type(), s}, dict({{"cpu", 1}})) == "Res(cpu=1.0,\n    disk=7)");
  CHECK(unwrapped({i, Type::list(i)}, list({1, "2"})) == "IntegerList(1, 2)");
  CHECK(thrown([&] { unwrapped({i, f}, "x"); }) == "coercion: Cannot coerce 'x' to Choice_Integer_Float");
  CHECK(thrown([&] {
          unwrapped({res_type(), s}, dict({{"bogus", 1}}));
        }) == "attribute: Unknown schema attribute bogus");
  const ValuePtr open = construct(Type::choice("", {i, f}), "{{x}}");
  CHECK(shown(interpolate(*open).value) == "Integer({{x}})");
  CHECK(unbound(open) == std::vector<std::string>{"x"});
  CHECK(shown(construct(Type::choice("", {i, s}), "5")) == "Choice_Integer_String('5')");
  // An instance is used as it is, and no further alternative is tried.
  CHECK(thrown([&] { unwrapped({i, s}, Raw(integer("x"))); }) == "coercion: Cannot coerce 'x' to Integer");
}
