// Access and the protocol of all values: language.md §3, §6, §7, §9, §11.
#include "lang/json.h"
#include "make.h"

using namespace borealis::lang;
using namespace borealis::lang::test;

namespace {

const Type* inner_type() {
  static const Type* type =
      Type::structure("Inner", {optional("name", Type::string()), optional("n", Type::integer())});
  return type;
}
const Type* outer_type() {
  static const Type* type =
      Type::structure("Outer", {optional("name", Type::string()), optional("inner", inner_type()),
                                optional("numbers", Type::list(Type::integer())),
                                optional("table", Type::map(Type::integer(), Type::string())),
                                optional("choice", Type::choice("", {Type::integer(), Type::string()}))});
  return type;
}

ValuePtr outer() {
  return make(outer_type(), {{"name", "o{{x}}"},
                             {"inner", dict({{"name", "{{name}}-{{x}}"}, {"n", "3"}})},
                             {"numbers", list({"1", 2})},
                             {"table", dict({{1, "one"}, {"{{two}}", "2"}})},
                             {"choice", "7"}});
}

std::string found(const ValuePtr& value, const char* ref) {
  std::string out;
  const std::string error = thrown([&] { out = text(find(*value, Ref::parse(ref))); });
  return error == "nothing" ? out : error;
}

}  // namespace

TEST_CASE("get is raw") {
  CHECK(get(*integer("1")).repr() == "'1'");
  CHECK(get(*outer()).repr() ==
        "{'name': 'o{{x}}', 'inner': {'n': '3', 'name': '{{name}}-{{x}}'}, 'numbers': ('1', 2), "
        "'table': {1: 'one', '{{two}}': '2'}, 'choice': 7}");
}

TEST_CASE("fields are read in the scopes of their struct") {
  const ValuePtr value = bound(outer(), "x", "X");
  CHECK(field_text(value, "name") == "oX");
  const ValuePtr inner =
      field(bound(make(outer_type(), {{"name", "o"}, {"inner", dict({{"name", "{{super.name}}-{{x}}"}})}}), "x", "X"),
            "inner");
  CHECK(shown(inner) == "Inner(name=o-X)");
  CHECK(shown(field(value, "choice")) == "Choice_Integer_String(Integer(7))");
  CHECK_FALSE(field(make(outer_type(), {}), "name"));
}

TEST_CASE("find descends and says why it can't") {
  const ValuePtr value = bound(outer(), "x", "X");
  CHECK(found(value, "name") == "oX");
  CHECK(found(value, "inner.n") == "3");
  CHECK(found(value, "numbers[-2]") == "1");
  CHECK(found(value, "table[1]") == "one");
  CHECK(found(value, "nope") == "not_found: Could not find nope in object Outer");
  CHECK(found(value, "[name]") == "naming: Cannot dereference object Outer by [name]");
  CHECK(found(value, "numbers.x") == "naming: Cannot dereference object IntegerList by .x");
  CHECK(found(value, "numbers[7]").starts_with("not_found: "));
  CHECK(found(value, "numbers[x]").starts_with("naming: "));
  CHECK(found(value, "numbers[-3]").starts_with("index: "));
  CHECK(found(value, "table[x]") == "coercion: Cannot coerce 'x' to Integer");
  CHECK(found(value, "name.x") == "unnamable: Object is not indexable: String");
  CHECK(found(value, "choice.x").starts_with("unnamable: "));
}

TEST_CASE("lists") {
  const ValuePtr numbers = construct(Type::list(Type::integer()), list({"1", "{{x}}"}));
  CHECK(shown(element(*bound(numbers, "x", "5"), -1)) == "Integer(5)");
  CHECK(thrown([&] { element(*numbers, 2); }) == "index: tuple index out of range");
  CHECK(elements(*bound(numbers, "x", "5")).size() == 2);
}

TEST_CASE("maps") {
  const Type* type = Type::map(Type::string(), Type::integer());
  const ValuePtr map = make_map(type, {{string("a"), integer(1)}, {string("a"), integer(2)}});
  CHECK(shown(lookup(*map, *string("a"))) == "Integer(1)");
  CHECK(get(*map).map()->items.size() == 2);
  CHECK(thrown([&] { lookup(*map, *string("b")); }) == "key: b not found");
  CHECK(shown(keys(*map)[0]) == "String(a)");
}

TEST_CASE("map keys don't see their map's bindings when a reference descends") {
  const Type* type = Type::map(Type::string(), Type::string());
  const ValuePtr map = bound(construct(type, dict({{"{{q}}", "v"}})), "q", "k");
  CHECK(found(map, "[k]").starts_with("not_found: "));
  const ValuePtr own = make_map(type, {{bound(string("{{q}}"), "q", "k"), string("v")}});
  CHECK(found(own, "[k]") == "v");
  CHECK(text(lookup(*map, *string("k"))) == "v");
}

TEST_CASE("an environment finds the exact entry, then the longest prefix") {
  EnvironmentBuilder builder;
  builder.add(Ref::parse("cfg"), outer());
  builder.add(Ref::parse("cfg.inner.n"), "override");
  builder.add(Ref::parse("text"), "1");
  const EnvironmentPtr environment = builder.build();
  const auto at = [&](const char* ref) {
    const Bound bound = environment->find(Ref::parse(ref));
    const TextPtr* plain = std::get_if<TextPtr>(&bound);
    return plain != nullptr ? (*plain)->str() : text(std::get<ValuePtr>(bound));
  };
  CHECK(at("cfg.inner.n") == "override");
  CHECK(at("cfg.numbers[1]") == "2");
  CHECK(at("text") == "1");
  CHECK(thrown([&] { at("text.more"); }) == "not_found: Could not find text in object Environment");
  CHECK(thrown([&] { at("nope.x"); }) == "not_found: Could not find nope in object Environment");
}

TEST_CASE("of two entries with one name the later stands") {
  EnvironmentBuilder builder;
  builder.add(Ref::parse("a"), "1");
  builder.add(Ref::parse("b"), "2");
  builder.add(Ref::parse("a"), "3");
  const EnvironmentPtr environment = builder.build();
  CHECK(environment->entries().size() == 2);
  CHECK(std::get<TextPtr>(environment->find(Ref::parse("a")))->str() == "3");
  EnvironmentBuilder outer_builder;
  outer_builder.merge(Ref::parse("p.q"), *environment);
  CHECK(std::get<TextPtr>(outer_builder.build()->find(Ref::parse("p.q.b")))->str() == "2");
}

TEST_CASE("of two errors in a struct the first in the order of its fields is thrown") {
  const Type* type = Type::structure("TwoErrors", {optional("z", Type::integer()), optional("a", Type::floating())});
  const Type* list = Type::list(type);
  const Raw raw = dict({{"z", "no integer"}, {"a", "no float"}});
  CHECK(thrown([&] { interpolate(*construct(type, raw)); }) == "coercion: Cannot coerce 'no integer' to Integer");
  CHECK(thrown([&] { interpolate(*construct(list, test::list({raw}))); }) ==
        "coercion: Cannot coerce 'no float' to Float");
}

TEST_CASE("a struct made from a dict for a field shows its fields by name, one made by its class as declared") {
  const Type* type = Type::structure("Z", {optional("z", Type::integer()), optional("a", Type::integer())});
  const Raw made = Raw(make(type, {{"z", 1}, {"a", 2}}));
  const ValuePtr values = construct(Type::list(type), list({dict({{"z", 1}, {"a", 2}}), made}));
  CHECK(shown(values) == "ZList(Z(a=2,\n  z=1), Z(z=1,\n  a=2))");
  CHECK(shown(construct(type, dict({{"z", 1}, {"a", 2}}))) == "Z(z=1,\n  a=2)");
  CHECK(to_json(resolve(*values).data) == R"([{"z": 1, "a": 2}, {"z": 1, "a": 2}])");
}
