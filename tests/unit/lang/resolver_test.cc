// Templates and scopes: language.md §12, §13, §24.
#include "lang/resolver.h"

#include "make.h"

using namespace borealis::lang;
using namespace borealis::lang::test;

namespace {

using Names = std::vector<std::string>;

const Type* process_type() {
  static const Type* type = Type::structure(
      "P", {optional("name", Type::string()), optional("cmd", Type::string()), optional("use", Type::string())});
  return type;
}
const Type* task_type() {
  static const Type* type = Type::structure("T", {optional("name", Type::string()), optional("tag", Type::string()),
                                                  optional("processes", Type::list(process_type()))});
  return type;
}
const Type* job_type() {
  static const Type* type = Type::structure("J", {optional("name", Type::string()), optional("role", Type::string()),
                                                  optional("tag", Type::string()), optional("task", task_type())});
  return type;
}

// What `cmd` becomes in a process named p, in a task t, in a job j; the extra fields come on top.
struct Nest {
  std::vector<std::pair<std::string, Raw>> job{{"name", "j"}};
  std::vector<std::pair<std::string, Raw>> task{{"name", "t"}};
  std::vector<std::pair<std::string, Raw>> process{{"name", "p"}};
  std::vector<Binding> on_job, on_task, on_list, on_process;

  std::string resolve(const std::string& cmd) const {
    auto process_fields = process;
    process_fields.emplace_back("cmd", cmd);
    const ValuePtr p = borealis::lang::bind(*make(process_type(), process_fields), on_process);
    auto task_fields = task;
    task_fields.emplace_back(
        "processes", Raw(borealis::lang::bind(*construct(Type::list(process_type()), list({Raw(p)})), on_list)));
    auto job_fields = job;
    job_fields.emplace_back("task", Raw(borealis::lang::bind(*make(task_type(), task_fields), on_task)));
    const ValuePtr resolved = interpolate(*borealis::lang::bind(*make(job_type(), job_fields), on_job)).value;
    const ValuePtr inner = resolved->fields()[3].value->fields()[2].value->elements()[0];
    return inner->fields()[1].value->raw().str();
  }
};

}  // namespace

TEST_CASE("the small vectors") {
  CHECK(shown(bound(bound(string("{{a}}"), "a", "{{b}}"), "b", "x")) == "String(x)");
  CHECK(shown(in_scope(*bound(string("{{a}}"), "a", "1"), {env("a", "2")})) == "String(1)");
  CHECK(shown(bound(string("{{a}}"), {env("a", "1"), env("a", "2")})) == "String(2)");
  CHECK(shown(in_scope(*string("{{a}}"), {env("a", "1"), env("a", "2")})) == "String(1)");
  CHECK(shown(bound(string("{{a.b}}"), "a.b", "1")) == "String(1)");
  CHECK(unbound(bound(string("{{a[b]}}"), "a.b", "1")) == Names{"a[b]"});
  CHECK(shown(bound(string("{{a[b]}}"), "a[b]", "1")) == "String(1)");
  CHECK(unbound(bound(string("{{a}}"), "a.b", "1")) == Names{"a"});

  const ValuePtr numbers = construct(Type::list(Type::integer()), list({4, 5}));
  CHECK(shown(bound(string("{{l[1]}}"), "l", numbers)) == "String(5)");
  CHECK(shown(bound(string("{{l[-1]}}"), "l", numbers)) == "String(5)");
  CHECK(shown(bound(string("{{l[01]}}"), "l", numbers)) == "String(5)");
  CHECK(unbound(bound(string("{{l[9]}}{{l[x]}}{{l.x}}"), "l", numbers)) == Names{"l[9]", "l[x]", "l.x"});
  CHECK(thrown([&] { text(bound(string("{{l[-3]}}"), "l", numbers)); }) == "index: tuple index out of range");

  const ValuePtr map = construct(Type::map(Type::string(), Type::integer()), dict({{"k", 7}}));
  CHECK(shown(bound(string("{{m[k]}}"), "m", map)) == "String(7)");
  CHECK(unbound(bound(string("{{m.k}}"), "m", map)) == Names{"m.k"});
  CHECK(shown(bound(string("{{m}}"), "m", map)) == "String(StringIntegerMap(k => 7))");

  CHECK(shown(bound(string("{{v{{n}}}}"), env({{"v1", "one"}, {"n", "1"}}))) == "String(one)");
  CHECK(unbound(bound(string("{{v{{n}}}}"), "v1", "one")) == Names{"n"});
  CHECK(text(bound(string("{{v{{n}}}}"), "v1", "one")) == "{{v{{n}}}}");
  CHECK(shown(bound(floating("{{a}}.{{b}}"), env({{"a", "1"}, {"b", "5"}}))) == "Float(1.5)");
  CHECK(shown(bound(string("${V} {{&a}} {{b}}"), env({{"a", "1"}, {"b", "2"}}))) == "String(${V} {{a}} 2)");
  CHECK(shown(bound(string("{{b}}"), env({{"b", "{{&a}}"}, {"a", "1"}}))) == "String({{a}})");
  const ValuePtr once = interpolate(*bound(string("{{&a}}"), "a", "1")).value;
  CHECK(once->raw().str() == "{{a}}");
  CHECK(interpolate(*once).value->raw().str() == "1");

  const ValuePtr keyed = construct(Type::map(Type::string(), Type::integer()), dict({{"x{{y}}", 1}}));
  CHECK(shown(lookup(*bound(keyed, "y", "k"), *string("xk"))) == "Integer(1)");
}

TEST_CASE("pieces put together are resolved in a later pass") {
  CHECK(text(bound(string("{{a}}{{b}}"), env({{"a", "{{"}, {"b", "c}}"}, {"c", "done"}}))) == "done");
  CHECK(text(bound(string("{{{{x}}}}"), env({{"x", "y"}, {"y", "z"}}))) == "z");
  CHECK(text(bound(string("{{{a}}}"), "a", "1")) == "{1}");
  CHECK(text(bound(string("{{{x}}{a}}"), env({{"x", ""}, {"a", "1"}}))) == "1");
}

TEST_CASE("a chain of 99 ends, one of 100 does not") {
  const auto chain = [](int links) {
    EnvironmentBuilder builder;
    for (int i = 0; i < links; ++i) {
      builder.add(Ref::parse("x" + std::to_string(i)), i + 1 == links ? "end" : "{{x" + std::to_string(i + 1) + "}}");
    }
    return borealis::lang::bind(*string("{{x0}}"), {builder.build()});
  };
  CHECK(text(chain(99)) == "end");
  CHECK(thrown([&] { text(chain(100)); }) ==
        "uninterpolatable: Unable to interpolate end!  Maximum replacements reached.");
  CHECK(thrown([&] { text(chain(150)); }) ==
        "uninterpolatable: Unable to interpolate {{x100}}!  Maximum replacements reached.");
}

TEST_CASE("cycles carry the grown text, and one that doubles ends soon") {
  const std::string grown(100, 'x');
  CHECK(thrown([] { text(bound(string("{{a}}"), "a", "x{{a}}")); }) ==
        "uninterpolatable: Unable to interpolate " + grown + "{{a}}!  Maximum replacements reached.");
  CHECK(thrown([] { text(bound(string("{{a}}"), "a", "{{a}}{{a}}")); }).starts_with("uninterpolatable: "));
}

TEST_CASE("doubling without a cycle stops at the size limit") {
  EnvironmentBuilder builder;
  for (int i = 0; i < 40; ++i) {
    const std::string next = "{{a" + std::to_string(i + 1) + "}}";
    builder.add(Ref::parse("a" + std::to_string(i)), next + next);
  }
  builder.add(Ref::parse("a40"), "x");
  CHECK(thrown([&] { text(borealis::lang::bind(*string("{{a0}}"), {builder.build()})); }).starts_with("limit: "));
}

TEST_CASE("what a scalar and a container keep of their scopes") {
  // A part that is resolved can't be bound again.
  const ValuePtr half = interpolate(*bound(string("{{a}} {{b}}"), "a", "1")).value;
  CHECK(half->own().empty());
  CHECK(text(bound(half, env({{"a", "9"}, {"b", "2"}}))) == "1 2");
  // Text with open references loses its bindings.
  CHECK(unbound(interpolate(*bound(string("{{x}}{{&a}}"), "a", "1")).value) == Names{"x", "a"});
}

TEST_CASE("the ladder of precedence") {
  Nest nest;
  nest.on_job = {env("x", "job")};
  CHECK(nest.resolve("{{x}}") == "job");
  nest.job.emplace_back("role", "job-field");
  nest.on_task = {env({{"x", "task"}, {"role", "task"}})};
  CHECK(nest.resolve("{{x}} {{role}}") == "task task");
  nest.on_list = {env("x", "list")};
  CHECK(nest.resolve("{{x}}") == "list");
  nest.on_process = {env({{"x", "process"}, {"name", "hidden"}})};
  CHECK(nest.resolve("{{x}} {{name}}") == "process p");
}

TEST_CASE("unset fields are invisible") {
  Nest nest;
  nest.process.clear();
  CHECK(nest.resolve("{{name}} {{self.name}}") == "t t");
  nest.task.clear();
  CHECK(nest.resolve("{{name}}") == "j");
  CHECK(nest.resolve("{{self}} {{super}}") == "{{self}} {{super}}");
  CHECK(nest.resolve("{{processes[0].use}}") == "{{processes[0].use}}");
}

TEST_CASE("lists add no level, paths lead down") {
  CHECK(Nest().resolve("{{processes[0].name}} {{task.name}} {{task.processes[0].name}}") == "p t p");
}

TEST_CASE("super looks at the outermost first") {
  Nest nest;
  nest.task.emplace_back("tag", "only-task");
  CHECK(nest.resolve("{{super.name}} {{super.super.name}} {{super.super.super.name}}") ==
        "j j {{super.super.super.name}}");
  CHECK(nest.resolve("{{super.tag}} {{super.super.tag}}") == "only-task {{super.super.tag}}");
  nest.on_process = {env("b", "0")};
  CHECK(nest.resolve("{{super.b}} {{super.super.b}}") == "0 {{super.super.b}}");
  nest.on_job = {env("c", "2")};
  CHECK(nest.resolve("{{super.c}} {{super.super.super.c}} {{super.super.super.super.c}}") ==
        "2 2 {{super.super.super.super.c}}");
}

TEST_CASE("references into a map read its keys in order") {
  const Type* table = Type::map(Type::integer(), Type::string());
  const ValuePtr map =
      construct(table, dict({{1, "first"}, {"{{open}}", "open"}, {" 1 ", "again"}, {"bad", "x"}, {2, "two"}}));
  CHECK(text(bound(string("{{m[1]}} {{m[01]}} {{m[1]}}"), "m", map)) == "first first first");
  // The key that is no integer stands before 2, and is met each time.
  for (const char* ref : {"{{m[2]}}", "{{m[1]}}{{m[2]}}", "{{m[3]}}"}) {
    CHECK(thrown([&] { text(bound(string(ref), "m", map)); }) == "coercion: Cannot coerce 'bad' to Integer");
  }
  CHECK(unbound(bound(string("{{m[x]}}"), "m", construct(table, dict({})))) == Names{"m[x]"});
}

TEST_CASE("super alone is what was bound as it is around") {
  const ValuePtr numbers = construct(Type::list(Type::integer()), list({4, 5}));
  const Type* type = Type::structure("SuperAlone", {optional("x", Type::string())});
  CHECK(field_text(bound(make(type, {{"x", "{{super}}"}}), Binding(numbers)), "x") == "IntegerList(4, 5)");
  CHECK(field_text(bound(make(type, {{"x", "{{super}}"}}), "a", "1"), "x") == "{{super}}");
  const Type* outer = Type::structure("SuperAround", {optional("inner", type)});
  const ValuePtr value = bound(make(outer, {{"inner", dict({{"x", "{{super}} {{super.super}}"}})}}), Binding(numbers));
  CHECK(field_text(field(value, "inner"), "x") == "IntegerList(4, 5) IntegerList(4, 5)");
}

TEST_CASE("many supers take no longer than few") {
  std::string ref;
  for (int i = 0; i < 60; ++i) ref += "super.";
  CHECK(Nest().resolve("{{" + ref + "x}}") == "{{" + ref + "x}}");
}

TEST_CASE("dynamic and lexical resolution") {
  Nest nest;
  nest.job.emplace_back("role", "{{name}}");
  CHECK(nest.resolve("{{role}}") == "p");
  nest.job.back().second = "{{self.name}}";
  CHECK(nest.resolve("{{role}}") == "p");
  Nest tagged;
  tagged.task.emplace_back("tag", "{{name}}");
  CHECK(tagged.resolve("{{tag}} {{task.tag}} {{super.tag}}") == "p t p");

  const ValuePtr job = make(job_type(), {{"name", "j"}, {"tag", "{{name}}"}});
  CHECK(text(bound(string("{{w.tag}}"), {env("w", job), env("name", "outer")})) == "j");

  Nest on_task;
  on_task.on_task = {env("x", "{{name}}")};
  CHECK(on_task.resolve("{{x}}") == "p");
  CHECK(text(bound(string("{{x}}"), "x", bound(string("{{name}}"), "name", "q"))) == "q");
}

TEST_CASE("a struct bound by position shows its fields and resolves them as their owner") {
  const ValuePtr profile = make(job_type(), {{"name", "prod"}, {"tag", "{{name}}-{{late}}"}});
  const ValuePtr user = bound(string("{{name}} {{tag}}"), {env("late", "L"), Binding(profile)});
  CHECK(text(user) == "prod prod-L");
  CHECK(text(bound(string("{{[0]}}"), {Binding(construct(Type::list(Type::integer()), list({5})))})) == "5");
}

TEST_CASE("a field that is a template of itself is a cycle that no binding helps") {
  const ValuePtr p = bound(make(process_type(), {{"name", "{{name}}"}}), "name", "z");
  CHECK(thrown([&] { field(p, "name"); }) ==
        "uninterpolatable: Unable to interpolate {{name}}!  Maximum replacements reached.");
}

TEST_CASE("malformed tags are raised when they are resolved, not before") {
  for (const char* tag :
       {"{{ a }}", "{{a }}", "{{1}}", "{{a-b}}", "{{#x}}", "{{a|b}}", "{{$a}}", "{{! c}}", "{{ }}", "{{a&}}"}) {
    CAPTURE(tag);
    const ValuePtr value = string(tag);
    CHECK(thrown([&] { interpolate(*value); }).starts_with("invalid_ref: "));
    CHECK(thrown([&] { check(*value); }).starts_with("invalid_ref: "));
  }
}

TEST_CASE("values in text") {
  const ValuePtr res =
      make(Type::structure("Res", {optional("cpu", Type::floating()), optional("ram", Type::integer())}),
           {{"cpu", 1}, {"ram", 2}});
  CHECK(text(bound(string("{{r}}"), "r", res)) == "Res(cpu=1.0,\n    ram=2)");
  CHECK(text(bound(string("{{a}} {{b}}"), {env("a", floating(1)), env("b", boolean(1))})) == "1.0 True");
  const Type* choice = Type::choice("", {Type::integer(), Type::string()});
  CHECK(text(bound(string("{{c}}"), "c", construct(choice, "5"))) == "5");
  CHECK(unbound(bound(string("{{c.x}}"), "c", construct(choice, "5"))) == Names{"c.x"});
}

TEST_CASE("values nested in bindings without end are an error, not a crash") {
  ValuePtr value = string("{{w}}");
  for (int i = 0; i < 100000; ++i) value = bound(string("{{w}}"), "w", value);
  CHECK(thrown([&] { text(value); }) == "depth: values are nested too deeply");
  value = nullptr;  // and so is letting go of them
}

TEST_CASE("so are scalars and choices made of each other") {
  const Type* choice = Type::choice("", {Type::string()});
  for (const Type* type : {Type::string(), choice}) {
    ValuePtr value = construct(type, "x");
    for (int i = 0; i < 100000; ++i) value = construct(type, Raw(value));
    const std::string deep = "depth: values are nested too deeply";
    CHECK(thrown([&] { text(value); }) == deep);
    CHECK(thrown([&] { repr(*value); }) == deep);
    CHECK(thrown([&] { hash(*value); }) == deep);
    CHECK(thrown([&] { equal(*value, *value); }) == deep);
    if (type == choice) CHECK(thrown([&] { without_bindings(*value); }) == deep);
    // The depth that was reached is given back.
    CHECK(text(string("shallow")) == "shallow");
  }
}

TEST_CASE("so are keys that look themselves up by keys") {
  const Type* map = Type::map(Type::string(), Type::string());
  ValuePtr value = string("end");
  for (int i = 0; i < 100000; ++i) {
    value = bound(string("{{m[end]}}"), "m", make_map(map, {{value, string("end")}}));
  }
  CHECK(thrown([&] { text(value); }) == "depth: values are nested too deeply");
}

TEST_CASE("cycles and chains of any length are told apart") {
  EnvironmentBuilder chain;
  EnvironmentBuilder cycle;
  constexpr int size = 100000;
  for (int i = 0; i < size; ++i) {
    const Ref ref = Ref::parse("x" + std::to_string(i));
    chain.add(ref, "{{x" + std::to_string(i + 1) + "}}");
    cycle.add(ref, "{{x" + std::to_string((i + 1) % size) + "}}");
  }
  Resolver resolver;
  const Text start("{{x0}}");
  CHECK(resolver.find_cycle(start, Scope().pushed(chain.build())).empty());
  CHECK(Resolver().find_cycle(start, Scope().pushed(cycle.build())).size() == size + 1);
}

TEST_CASE("of many bindings on one value the strongest answers") {
  ValuePtr value = string("{{a}} {{b}} {{c.d}} {{c.e}} {{n}}");
  for (int i = 0; i < 20; ++i) {
    value = bound(value, "x" + std::to_string(i), "no");
    if (i % 6 == 0) value = bound(value, "a", std::to_string(i));
    if (i == 3) value = bound(value, {env("b", "first"), env("b", "second")});
    if (i == 5) value = bound(value, "c.d", "deep");
    if (i == 7) value = bound(value, "c", "flat");
    if (i == 9) value = bound(value, "c.e", "{{b}}");
  }
  CHECK(shown(value) == "String(18 second deep second {{n}})");
  CHECK(unbound(value) == Names{"n"});
}

TEST_CASE("a struct within answers what it has, and leaves the rest to those around it") {
  Nest nest;
  nest.job = {{"name", "j"}, {"tag", "of job"}};
  nest.task = {{"name", "t"}, {"tag", "of task"}};
  nest.on_job = {env("use", "bound")};
  CHECK(nest.resolve("{{tag}} {{role}} {{use}}") == "of task {{role}} bound");
  nest.process = {{"name", "p"}, {"use", "own"}};
  CHECK(nest.resolve("{{use}} {{self.use}} {{super.name}} {{super.tag}}") == "own own j of job");
}
