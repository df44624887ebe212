#include "schema/struct_info.h"

#include <doctest/doctest.h>

#include <set>

#include "lang/json.h"
#include "schema/job.h"

using namespace borealis;
using namespace borealis::schema;

TEST_CASE("every struct of the language is there once, those it is made of first") {
  std::set<std::string> seen;
  for (const StructInfo* each : all_structs()) {
    for (const FieldInfo& field : each->fields) {
      std::vector<const TypeInfo*> types = {field.type};
      if (field.type->element != nullptr) types.push_back(field.type->element);
      for (const TypeInfo* type : field.type->alternatives) types.push_back(type);
      for (const TypeInfo* type : types) {
        if (type->structure == nullptr) continue;
        INFO(each->name, ".", field.name);
        CHECK(seen.contains(type->structure->name));
      }
    }
    CHECK(seen.insert(each->name).second);
  }
  CHECK(seen.size() == 34);
  CHECK(seen.contains("MesosTaskInstance"));
  CHECK(seen.contains("ThermosContext"));
}

TEST_CASE("Job and Service are the struct MesosJob") {
  CHECK(find_struct("Job") == find_struct("MesosJob"));
  CHECK(find_struct("Service") == find_struct("MesosJob"));
  CHECK(find_struct("Jobs") == nullptr);
}

TEST_CASE("fields tell type, need and default") {
  const StructInfo* process = find_struct("Process");
  REQUIRE(process);
  CHECK(process->field("cmdline")->required);
  CHECK_FALSE(process->field("cmdline")->default_value);
  CHECK(*process->field("max_failures")->default_value->integer() == 1);
  CHECK_FALSE(process->field("logger")->required);
  CHECK_FALSE(process->field("logger")->default_value);

  const StructInfo* job = find_struct("Job");
  CHECK(*job->field("name")->default_value->text() == "{{task.name}}");
  CHECK(type_name(*job->field("container")->type) == "Choice(Container, Docker, Mesos)");
  CHECK(type_name(*job->field("constraints")->type) == "Map(String, String)");
  CHECK(lang::to_json(*job->field("lifecycle")->default_value) ==
        R"({"http": {"port": "health", "graceful_shutdown_endpoint": "/quitquitquit", )"
        R"("shutdown_endpoint": "/abortabortabort", "graceful_shutdown_wait_secs": 5, "shutdown_wait_secs": 5}})");
  CHECK(find_struct("Task")->field("processes")->default_value == std::nullopt);
  CHECK(*find_struct("HealthCheckConfig")->field("initial_interval_secs")->default_value->real() == 15.0);
  CHECK(find_struct("Resources")->field("ram")->unit == Unit::bytes);
  CHECK(lang::to_json(*find_struct("Announcer")->field("portmap")->default_value) ==
        R"({"aurora": "{{primary_port}}"})");
}

TEST_CASE("every struct and every field says what it is for") {
  for (const StructInfo* each : all_structs()) {
    CHECK_FALSE(each->doc.empty());
    for (const FieldInfo& field : each->fields) {
      INFO(each->name, ".", field.name);
      CHECK(field.doc.ends_with("."));
    }
  }
}
