#include "lang/data_of.h"

#include "lang/json.h"
#include "make.h"

using namespace borealis::lang;
using namespace borealis::lang::test;

namespace {

const Type* process_type() {
  static const Type* type =
      Type::structure("Process", {required("name", Type::string()), required("cmdline", Type::string()),
                                  with_default("max_failures", Type::integer(), 1), optional("cpu", Type::floating())});
  return type;
}
const Type* task_type() {
  static const Type* type = Type::structure(
      "Task", {required("name", Type::string()), optional("processes", Type::list(process_type())),
               optional("limits", Type::map(Type::string(), Type::integer())),
               optional("container", Type::choice("", {Type::structure("Box", {optional("image", Type::string())}),
                                                       Type::string()}))});
  return type;
}

ValuePtr process(std::vector<std::pair<std::string, Raw>> fields, SiteId site = 30) {
  return make(process_type(), std::move(fields), site);
}
ValuePtr task(std::vector<Raw> processes, std::vector<std::pair<std::string, Raw>> more = {}) {
  more.emplace_back("processes", list(std::move(processes)));
  more.emplace_back("name", "t");
  return make(task_type(), std::move(more), 20);
}

std::vector<std::string> rules(const Resolution& resolution) {
  std::vector<std::string> out;
  for (const Diagnostic& d : resolution.diagnostics) out.push_back(d.rule);
  return out;
}
using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("fields stand in declaration order, coerced, unset ones absent") {
  const ValuePtr value = bound(task({process({{"cpu", "{{n}}"}, {"cmdline", "run {{name}}"}, {"name", "p"}})},
                                    {{"limits", dict({{"{{k}}", "5"}})}}),
                               env({{"n", "2"}, {"k", "key"}}));
  const Resolution result = resolve(*value);
  CHECK(to_json(result.data) ==
        R"({"name": "t", "processes": [{"name": "p", "cmdline": "run p", "max_failures": 1, "cpu": 2.0}], )"
        R"("limits": {"key": 5}})");
  CHECK(result.data.object()->type == "Task");
  CHECK(result.data.object()->site == 20);
  CHECK(result.data.find("processes[0]")->entry("cmdline")->site == 30);
  CHECK(result.data.find("processes[0]")->entry("max_failures")->site == 0);
  CHECK(result.open_refs.empty());
  CHECK(result.diagnostics.empty());
}

TEST_CASE("what can't be coerced stays raw") {
  const Raw none = make_rc<const ForeignObject>("NoneType", "None");
  const Resolution result = resolve(*process({{"name", none}, {"cmdline", Raw(integer(3))}, {"cpu", "1 core"}}));
  CHECK(*result.data.field("cpu")->text() == "1 core");
  CHECK(*result.data.field("name")->get<Foreign>() == Foreign{"NoneType", "None"});
  CHECK(*result.data.field("cmdline")->get<Foreign>() == Foreign{"Integer", "3"});
}

TEST_CASE("open references have a path, a place and the way they came") {
  const ValuePtr profile =
      make(Type::structure("Profile", {optional("url", Type::string())}), {{"url", "http://{{zone}}/"}}, 50);
  const ValuePtr value = bound(task({process({{"name", "p"}, {"cmdline", "get {{profile.url}} {{.late}} {{late}}"}})}),
                               "profile", profile);
  const Resolution result = resolve(*value);
  REQUIRE(result.open_refs.size() == 2);
  CHECK(result.open_refs[0].ref == "zone");
  CHECK(result.open_refs[0].path == "processes[0].cmdline");
  CHECK(result.open_refs[0].place == Place{30, "cmdline", "{{profile.url}}"});
  REQUIRE(result.open_refs[0].chain.size() == 1);
  CHECK(result.open_refs[0].chain[0].place == Place{50, "url", "{{zone}}"});
  CHECK(result.open_refs[1].ref == "late");
  CHECK(result.open_refs[1].place == Place{30, "cmdline", "{{.late}}"});
  CHECK(result.open_refs[1].chain.empty());
  CHECK(*result.data.find("processes[0].cmdline")->text() == "get http://{{zone}}/ {{late}} {{late}}");
}

TEST_CASE("near references are suggested") {
  const ValuePtr profile = make(Type::structure("Profile", {optional("bucket", Type::string())}), {{"bucket", "b"}});
  ResolveOptions options;
  options.late_roots = {"mesos"};
  const ValuePtr value =
      bound(process({{"name", "p"}, {"cmdline", "{{profile.bukcet}} {{prifile.bucket}} {{nmae}} {{mesos.x}}"}}),
            "profile", profile);
  const Resolution result = resolve(*value, options);
  REQUIRE(result.open_refs.size() == 4);
  CHECK(result.open_refs[0].nearest == "profile.bucket");
  CHECK(result.open_refs[1].nearest == "profile.bucket");
  CHECK(result.open_refs[2].nearest == "name");
  CHECK(result.open_refs[3].nearest == "");
}

TEST_CASE("all mistakes are reported, each at its place, one that many use once") {
  const ValuePtr value =
      borealis::lang::bind(*task({process({{"name", "{{name}}-x"}, {"cmdline", "a {{ b }} {{c d}}"}}, 30),
                                  process({{"name", "p"}, {"cmdline", "{{loop}}"}}, 31),
                                  process({{"name", "q"}, {"cmdline", "again {{loop}}"}}, 32)}),
                           {env("loop", "{{pool}}", 60), env("pool", "<{{loop}}>", 61)});
  const Resolution result = resolve(*value);
  CHECK(rules(result) == Names{"template-cycle", "malformed-template", "malformed-template", "template-cycle"});
  CHECK(result.diagnostics[0].place == Place{30, "name", "{{name}}"});
  CHECK(result.diagnostics[0].path == "processes[0].name");
  CHECK(result.diagnostics[1].place == Place{30, "cmdline", "{{ b }}"});
  CHECK(result.diagnostics[1].hint == "write it without blanks: `{{b}}`");
  CHECK(result.diagnostics[2].place == Place{30, "cmdline", "{{c d}}"});
  CHECK(result.diagnostics[3].place == Place{60, "loop", "{{pool}}"});
  CHECK(result.diagnostics[3].message == "references go round in a cycle: loop -> pool -> loop");
  CHECK(*result.data.find("processes[2].cmdline")->text() == "again {{loop}}");
}

TEST_CASE("a malformed tag in another value is placed there") {
  const ValuePtr profile = make(Type::structure("Profile", {optional("x", Type::string())}), {{"x", "{{ y }}"}}, 50);
  const Resolution by_descent =
      resolve(*bound(process({{"name", "p"}, {"cmdline", "{{profile.x}}"}}), "profile", profile));
  CHECK(rules(by_descent) == Names{"malformed-template"});
  CHECK(by_descent.diagnostics[0].place == Place{50, "x", "{{ y }}"});
  const Resolution by_name = resolve(*bound(process({{"name", "p"}, {"cmdline", "{{x}}"}}), env({{"x", "{{ y }}"}})));
  CHECK(rules(by_name) == Names{"malformed-template"});
  CHECK(by_name.diagnostics[0].message == "`{{ y }}` is not a valid reference");
}

TEST_CASE("a cycle inside a value that a reference descends into is found") {
  const ValuePtr profile = make(Type::structure("Profile", {optional("x", Type::string())}), {{"x", "{{x}}"}}, 50);
  const Resolution result = resolve(*bound(process({{"name", "p"}, {"cmdline", "{{profile.x}}"}}), "profile", profile));
  CHECK(rules(result) == Names{"template-cycle"});
  CHECK(result.diagnostics[0].place == Place{50, "x", "{{x}}"});
}

TEST_CASE("limits are findings") {
  EnvironmentBuilder doubling;
  for (int i = 0; i < 40; ++i) {
    const std::string next = "{{a" + std::to_string(i + 1) + "}}";
    doubling.add(Ref::parse("a" + std::to_string(i)), next + next);
  }
  doubling.add(Ref::parse("a40"), "x");
  const ValuePtr value = process({{"name", "p"}, {"cmdline", "{{a0}}"}});
  CHECK(rules(resolve(*bound(value, doubling.build()))) == Names{"limit-exceeded"});
  EnvironmentBuilder chain;
  for (int i = 0; i < 150; ++i) chain.add(Ref::parse("a" + std::to_string(i)), "{{a" + std::to_string(i + 1) + "}}");
  chain.add(Ref::parse("a150"), "x");
  CHECK(rules(resolve(*bound(value, chain.build()))) == Names{"limit-exceeded"});
  CHECK(rules(resolve(*bound(value, "a0", "{{a0}}{{a0}}"))) == Names{"template-cycle"});
}

TEST_CASE("an index too far below zero stays open; what can't become text is a wrong type") {
  const ValuePtr hosts = construct(Type::list(Type::string()), list({"a"}));
  const Resolution index = resolve(*bound(process({{"name", "p"}, {"cmdline", "{{hosts[-3]}}"}}), "hosts", hosts));
  REQUIRE(index.open_refs.size() == 1);
  CHECK(index.open_refs[0].ref == "hosts[-3]");
  CHECK(index.diagnostics.empty());
  const Resolution wrong = resolve(*bound(process({{"name", "p"}, {"cmdline", "{{n}}"}}), "n", integer("x")));
  CHECK(rules(wrong) == Names{"wrong-type"});
  CHECK(wrong.diagnostics[0].place == Place{30, "cmdline", "{{n}}"});
}

TEST_CASE("choices are unwrapped") {
  const auto container = [](Raw raw) { return resolve(*task({}, {{"container", std::move(raw)}})); };
  CHECK(to_json(*container(dict({{"image", "x{{name}}"}})).data.field("container")) == R"({"image": "xt"})");
  CHECK(*container("plain").data.field("container")->text() == "plain");
  const Resolution unknown = container(dict({{"imge", "x"}}));
  CHECK(rules(unknown) == Names{"unknown-field"});
  CHECK(unknown.diagnostics[0].message == "Box has no field `imge`");
  CHECK(unknown.diagnostics[0].hint == "did you mean `image`?");
}

TEST_CASE("escapes lose one & a round, and never hide an open reference") {
  const auto cmdline = [](const std::string& text) { return resolve(*process({{"name", "p"}, {"cmdline", text}})); };
  CHECK(*cmdline("{{&name}} {{&&name&}}").data.field("cmdline")->text() == "p p");
  CHECK(cmdline("{{&x}}").open_refs.size() == 1);
  CHECK(cmdline("{{&&&&x}}").open_refs.size() == 1);
  CHECK(*cmdline("{{&&&&&x}}").data.field("cmdline")->text() == "{{&&x}}");
  CHECK(cmdline("{{&&&&&x}}").open_refs.empty());
}

TEST_CASE("a map's key that holds a template is found once it is filled in") {
  const ValuePtr value = bound(task({process({{"name", "p"}, {"cmdline", "{{limits[k{{n}}]}} {{limits[x]}}"}})},
                                    {{"limits", dict({{"k{{n}}", 7}})}}),
                               "n", "3");
  const Resolution result = resolve(*value);
  CHECK(*result.data.find("processes[0].cmdline")->text() == "7 {{limits[x]}}");
  REQUIRE(result.open_refs.size() == 1);
  CHECK(result.open_refs[0].ref == "limits[x]");
  CHECK(result.open_refs[0].place == Place{30, "cmdline", "{{limits[x]}}"});
}
