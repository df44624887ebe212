// The exact texts of language.md §14.
#include "make.h"

using namespace borealis::lang;
using namespace borealis::lang::test;

namespace {

const Type* res_type() {
  static const Type* type =
      Type::structure("Res", {required("cpu", Type::floating()), optional("ram", Type::integer())});
  return type;
}

std::string message(const ValuePtr& value) {
  const TypeCheck result = check(*value);
  return result.ok ? "ok" : result.message;
}

}  // namespace

TEST_CASE("fields") {
  CHECK(message(make(res_type(), {})) == "Res[cpu] is required.");
  CHECK(message(make(res_type(), {{"cpu", "x"}})) ==
        "Res[cpu] failed: Unable to interpolate: Cannot coerce 'x' to Float");
  CHECK(message(make(res_type(), {{"cpu", 1}, {"ram", "{{x}}"}})) == "Res[ram] failed: '{{x}}' not an integer");
  CHECK(message(bound(make(res_type(), {{"cpu", "{{c}}"}}), "c", "1")) == "ok");
}

TEST_CASE("scalars with open references") {
  CHECK(message(integer("1{{x}}")) == "'1{{x}}' not an integer");
  CHECK(message(floating("{{x}}")) == "'{{x}}' not a float");
  CHECK(message(boolean("{{x}}'")) == "\"{{x}}'\" not a boolean");
  CHECK(message(string("{{x}}")) == "ok");
}

TEST_CASE("elements, keys and values") {
  CHECK(message(construct(Type::list(Type::integer()), list({"1", "q"}))) ==
        "Element in IntegerList failed check: Unable to interpolate: Cannot coerce 'q' to Integer");
  const Type* map = Type::map(Type::integer(), Type::integer());
  CHECK(message(construct(map, dict({{"{{x}}", 1}}))) ==
        "IntegerIntegerMap key {{x}} failed check: '{{x}}' not an integer");
  CHECK(message(construct(map, dict({{"1", "{{x}}"}}))) ==
        "IntegerIntegerMap[1] value {{x}} failed check: '{{x}}' not an integer");
  // The original raised what can't be coerced, because building the message wrote it out.
  CHECK(message(construct(map, dict({{"k", 1}}))) ==
        "IntegerIntegerMap key k failed check: Unable to interpolate: Cannot coerce 'k' to Integer");
  // A message quotes them as they look without the scopes around.
  CHECK(message(bound(construct(map, dict({{"{{x}}", 1}})), "x", "k")) ==
        "IntegerIntegerMap key {{x}} failed check: Unable to interpolate: Cannot coerce 'k' to Integer");
  CHECK(message(construct(map, dict({{1, "v"}}))) ==
        "IntegerIntegerMap[1] value v failed check: Unable to interpolate: Cannot coerce 'v' to Integer");
}

TEST_CASE("nested messages name the way") {
  const Type* process = Type::structure("Process", {required("cmdline", Type::string())});
  const Type* task = Type::structure("Task", {optional("processes", Type::list(process))});
  CHECK(message(construct(task, dict({{"processes", list({dict({})})}}))) ==
        "Task[processes] failed: Element in ProcessList failed check: Process[cmdline] is required.");
}

TEST_CASE("cycles are failures") {
  const Type* named = Type::structure("N", {optional("name", Type::string())});
  CHECK(message(make(named, {{"name", "{{name}}"}})) ==
        "N[name] failed: Unable to interpolate: Unable to interpolate {{name}}!  Maximum replacements reached.");
}

TEST_CASE("choices") {
  const Type* numbers = Type::choice("", {Type::integer(), Type::floating()});
  CHECK(message(construct(numbers, "x")) ==
        "Choice_Integer_Float typecheck failed: value x did not match any of its alternatives");
  CHECK(message(construct(numbers, "{{x}}")) ==
        "Choice_Integer_Float typecheck failed: value {{x}} did not match any of its alternatives");
  CHECK(message(construct(Type::choice("", {Type::integer(), Type::string()}), "{{x}}")) == "ok");
  const Type* structs = Type::choice("", {res_type(), Type::string()});
  CHECK(message(construct(structs, Raw(make(res_type(), {})))) == "Res[cpu] is required.");
  CHECK(thrown([&] {
          check(*construct(structs, dict({{"bogus", 1}})));
        }) == "attribute: Unknown schema attribute bogus");
}
