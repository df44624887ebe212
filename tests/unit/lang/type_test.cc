#include "lang/type.h"

#include "make.h"

using namespace borealis::lang;
using namespace borealis::lang::test;

TEST_CASE("generated names") {
  CHECK(Type::list(Type::string())->name() == "StringList");
  CHECK(Type::list(Type::list(Type::integer()))->name() == "IntegerListList");
  CHECK(Type::map(Type::string(), Type::list(Type::integer()))->name() == "StringIntegerListMap");
  CHECK(Type::enumeration("", {"Red", "Green"})->name() == "Enum_Red_Green");
  CHECK(Type::enumeration("", {})->name() == "Enum_");
  CHECK(Type::enumeration("Color", {"Red"})->name() == "Color");
  CHECK(Type::choice("", {Type::integer(), Type::string()})->name() == "Choice_Integer_String");
  CHECK(Type::choice("Port", {Type::integer()})->name() == "Port");
}

TEST_CASE("equal descriptions are one type") {
  CHECK(Type::list(Type::string()) == Type::list(Type::string()));
  CHECK(Type::enumeration("", {"a", "b"}) != Type::enumeration("Enum_a_b", {"a", "b", "c"}));
  const auto make_type = [](Raw value, bool swapped) {
    std::vector<Field> fields{required("a", Type::string()), with_default("b", Type::integer(), std::move(value))};
    if (swapped) std::swap(fields[0], fields[1]);
    return Type::structure("Res", std::move(fields));
  };
  const Type* first = make_type(1, false);
  CHECK(make_type(1, true) == first);
  CHECK(make_type(2, false) != first);
  CHECK(first->fields()[0].name == "a");
}

TEST_CASE("fields are found by name") {
  const Type* type = Type::structure("S", {optional("z", Type::string()), optional("a", Type::string())});
  CHECK(type->field_index("z") == 0);
  CHECK(type->field_index("a") == 1);
  CHECK(type->field_index("m") == -1);
}

TEST_CASE("defaults lose their bindings, templates in them stay") {
  const ValuePtr value = bound(string("{{x}}"), "x", "lost");
  const Type* type = Type::structure("D", {{"f", Type::string(), false, value}});
  CHECK(text(make(type, {})) == "D(f={{x}})");
}

TEST_CASE("the default of a choice is what it unwraps to") {
  const Type* choice = Type::choice("", {Type::integer(), Type::string()});
  const Field field{"port", choice, false, bound(construct(choice, Raw(string("{{a}}"))), "a", "80")};
  const Type* type = Type::structure("ChoiceDefault", {field});
  CHECK(shown(make(type, {})) == "ChoiceDefault(port=80)");
}

TEST_CASE("types don't nest without end") {
  const Type* type = Type::string();
  const std::string error = thrown([&] {
    for (int i = 0; i < 1000; ++i) type = Type::list(type);
  });
  CHECK(error == "depth: types are nested too deeply");
  type = Type::string();
  CHECK(thrown([&] {
          for (int i = 0; i < 60; ++i) type = Type::map(type, type);
        }) == "limit: the name of a type is too long");
}
