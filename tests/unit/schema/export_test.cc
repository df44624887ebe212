#include "schema/export/export.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "schema/export/reference.h"

using namespace borealis;
using namespace borealis::schema;

TEST_CASE("defaults stand as a config writes them") {
  const auto of = [](const char* name, const char* field) { return default_text(*find_struct(name)->field(field)); };
  CHECK(of("Process", "cmdline").empty());
  CHECK(of("Process", "logger").empty());
  CHECK(of("Process", "max_failures") == "1");
  CHECK(of("Process", "daemon") == "False");
  CHECK(of("HealthCheckConfig", "timeout_secs") == "1.0");
  CHECK(of("Logger", "mode") == "'standard'");
  CHECK(of("Task", "constraints") == "[]");
  CHECK(of("RotatePolicy", "log_size") == "100 * MB");
  CHECK(of("Announcer", "portmap") == "{'aurora': '{{primary_port}}'}");
  CHECK(of("Job", "update_config") == "UpdateConfig()");
  CHECK(of("Job", "lifecycle") == "LifecycleConfig(http = HttpLifecycleConfig())");
}

TEST_CASE("where a struct or enumeration is used, directly or inside") {
  using Names = std::vector<std::string>;
  CHECK(uses_of("Process") == Names{"Task.processes"});
  CHECK(uses_of("Resources") == Names{"Process.resources", "Task.resources"});
  CHECK(uses_of("Docker") == Names{"Container.docker", "MesosJob.container"});
  CHECK(uses_of("Mode") == Names{"Volume.mode"});
  CHECK(uses_of("ThermosContext").empty());
}

TEST_CASE("a reader meets the job first, and a struct before its parts") {
  std::vector<std::string> names;
  for (const StructInfo* info : structs_for_reading()) names.push_back(info->name);
  CHECK(names.size() == all_structs().size());
  const auto place = [&](const char* name) { return std::find(names.begin(), names.end(), name) - names.begin(); };
  CHECK(place("MesosJob") == 0);
  CHECK(place("Task") < place("Process"));
  CHECK(place("Process") < place("Logger"));
  CHECK(place("HealthCheckConfig") < place("HttpHealthChecker"));
  CHECK(place("Volume") < place("ThermosContext"));
}

TEST_CASE("no declaration ends a docstring or a table") {
  for (const StructInfo* info : all_structs()) {
    for (const FieldInfo& field : info->fields) {
      INFO(info->name, ".", field.name);
      CHECK(field.doc.find_first_of("\"\\|\n") == std::string::npos);
      CHECK(default_text(field).find_first_of("\"\\|`\n") == std::string::npos);
    }
    CHECK(info->doc.find_first_of("\"\\|\n") == std::string::npos);
  }
}

TEST_CASE("every export carries the mark near its top, and each file stands once") {
  constexpr std::size_t top = 300;
  CHECK(json_schema().substr(0, top).find(export_mark) != std::string::npos);
  CHECK(markdown().substr(0, top).find(export_mark) != std::string::npos);
  std::set<std::string> paths;
  for (const ExportedFile& file : stubs()) {
    INFO(file.path);
    CHECK(file.text.substr(0, top).find(export_mark) != std::string::npos);
    CHECK(file.text.find("# STRUCTS") == std::string::npos);
    CHECK(file.text.find("TASK FIELDS") == std::string::npos);
    CHECK(paths.insert(file.path).second);
  }
  CHECK(paths.contains("__builtins__.pyi"));
  CHECK(paths.contains("apache/aurora/config/__init__.pyi"));
}

TEST_CASE("each struct has one class in the stubs, in the module that it belongs to") {
  std::string thermos, aurora;
  for (const ExportedFile& file : stubs()) {
    if (file.path == "apache/thermos/config/schema_base.pyi") thermos = file.text;
    if (file.path == "apache/aurora/config/schema/base.pyi") aurora = file.text;
  }
  for (const StructInfo* info : all_structs()) {
    INFO(info->name);
    const std::string head = "\nclass " + info->name + "(Structural):\n";
    CHECK((thermos.find(head) != std::string::npos) != (aurora.find(head) != std::string::npos));
  }
  CHECK(thermos.find("class Process(") != std::string::npos);
  CHECK(aurora.find("class MesosJob(") != std::string::npos);
  CHECK(aurora.find("    instances: IntegerLike | Unset = 1,\n") != std::string::npos);
}
