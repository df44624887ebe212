#include "lang/data.h"

#include <doctest/doctest.h>

using namespace borealis::lang;

namespace {

Data job() {
  Data process(Data::Object{"Process", 30, {}});
  process.set("cmdline", "run", 30);
  process.set("max_failures", 1);
  Data task(Data::Object{"Task", 20, {}});
  task.set("processes", Data::List{std::move(process)}, 20);
  Data constraints(Data::Map{});
  constraints.set("a.b", "x");
  Data job(Data::Object{"Job", 10, {}});
  job.set("task", std::move(task), 10);
  job.set("constraints", std::move(constraints), 11);
  return job;
}

}  // namespace

TEST_CASE("paths lead to values") {
  const Data data = job();
  CHECK(data.find("") == &data);
  CHECK(*data.find("task.processes[0].cmdline")->text() == "run");
  CHECK(*data.find("constraints[a.b]")->text() == "x");
  for (const char* nowhere : {"nope", "task.processes[1]", "task.processes.x", "task.processes[0].cmdline.x", "task[x]",
                              "task.processes[-1]", "[", "..", "task.processes[", "task..x"}) {
    CAPTURE(nowhere);
    CHECK(data.find(nowhere) == nullptr);
  }
}

TEST_CASE("the place is the argument's, else the innermost call's") {
  const Data data = job();
  CHECK(data.place_of("task") == Place{10, "task", ""});
  CHECK(data.place_of("task.processes[0].cmdline") == Place{30, "cmdline", ""});
  CHECK(data.place_of("task.processes[0].max_failures") == Place{30, "", ""});
  CHECK(data.place_of("task.processes[0]") == Place{30, "", ""});
  CHECK(data.place_of("task.processes[0].missing") == Place{30, "", ""});
  CHECK(data.place_of("task.missing") == Place{20, "", ""});
  CHECK(data.place_of("constraints[a.b]") == Place{11, "constraints", ""});
  CHECK(data.place_of("") == Place{10, "", ""});
}

TEST_CASE("set replaces or adds, erase removes") {
  Data data(Data::Object{"X", 0, {}});
  data.set("a", 1, 5);
  data.set("b", 2);
  data.set("a", 3, 6);
  REQUIRE(data.entries()->size() == 2);
  CHECK(*data.field("a")->integer() == 3);
  CHECK(data.entry("a")->site == 6);
  CHECK(data.erase("a"));
  CHECK_FALSE(data.erase("a"));
  CHECK(data.field("a") == nullptr);
}

TEST_CASE("same_data looks at the data alone") {
  CHECK(same_data(Data(Data::Object{"A", 1, {{"x", 1, 9}}}), Data(Data::Object{"B", 2, {{"x", 1, 8}}})));
  CHECK_FALSE(same_data(1, 1.0));
  CHECK_FALSE(same_data(1, true));
  CHECK_FALSE(same_data(Data::List{1}, Data::List{1, 2}));
  CHECK_FALSE(same_data(Data(Data::Map{}), Data(Data::Object{})));
}

TEST_CASE("how messages name and quote values") {
  CHECK(Data("x").describe() == "a text");
  CHECK(Data(1.5).describe() == "a number");
  CHECK(Data(Data::List{}).describe() == "a list");
  CHECK(Data(Data::Object{"Process", 0, {}}).describe() == "`Process`");
  CHECK(Data(Foreign{"NoneType", "None"}).describe() == "None");
  CHECK(Data("1 core").quote() == "'1 core'");
  CHECK(Data("a\nb").quote() == "'a\\nb'");
  CHECK(Data(3).quote() == "3");
  CHECK(Data(Data::Object{"Process", 0, {}}).quote() == "Process(...)");
  CHECK(Data(std::string(500, 'x')).quote().size() == 62);
}
