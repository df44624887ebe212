#include "cluster/runner/bindings.h"

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace borealis::runner;
using borealis::lang::Data;
using borealis::schema::LaunchSpec;

LaunchSpec spec_with(const std::string& cmdline) {
  LaunchSpec spec;
  spec.task_id = "1-role-prod-web-7-abc";
  spec.hostname = "host-3";
  spec.instance = 7;
  spec.ports = {{"http", 31000}};
  Data process{Data::Object{"Process", 0, {}}};
  process.set("cmdline", cmdline);
  Data task{Data::Object{"Task", 0, {}}};
  task.set("processes", Data::List{process});
  spec.task = task;
  return spec;
}

std::string bound(const std::string& cmdline) {
  const LaunchSpec spec = spec_with(cmdline);
  const auto task = bind_task(spec, resolve_ports(spec), "nobody");
  return task ? *task->find("processes[0].cmdline")->text() : "error: " + task.error().message;
}

}  // namespace

TEST_CASE("run-time names are filled in") {
  CHECK(bound("serve {{thermos.ports[http]}} {{mesos.instance}} {{mesos.hostname}} {{thermos.user}}") ==
        "serve 31000 7 host-3 nobody");
  CHECK(bound("{{thermos.task_id}}") == "1-role-prod-web-7-abc");
  CHECK(bound("echo ${HOME} {a,b} }}") == "echo ${HOME} {a,b} }}");
}

TEST_CASE("what stays unbound is an error that names it") {
  CHECK(bound("{{thermos.ports[admin]}}") == "error: Task requires unbound port admin!");
  CHECK(bound("{{a.b}} {{mesos.instance}} {{c}} {{a.b}}") == "error: Unexpected unbound refs: {{a.b}} {{c}}");
  CHECK(bound("{{thermos.nothing}}") == "error: Unexpected unbound refs: {{thermos.nothing}}");
}

TEST_CASE("aliases of ports are followed to a number") {
  LaunchSpec spec = spec_with("");
  spec.portmap = {{"aurora", "http"}, {"admin", "8080"}, {"far", "aurora"}, {"unknown", "nothing"}, {"http", "99"}};
  CHECK(resolve_ports(spec) == Ports{{"admin", 8080}, {"aurora", 31000}, {"far", 31000}, {"http", 31000}});
}

TEST_CASE("aliases in a circle are left out") {
  LaunchSpec spec = spec_with("");
  spec.portmap = {{"a", "b"}, {"b", "a"}};
  CHECK(resolve_ports(spec) == Ports{{"http", 31000}});
}

TEST_CASE("in a health check an unknown name stays as it stands") {
  LaunchSpec spec = spec_with("");
  Data check{Data::Object{"HealthCheckConfig", 0, {}}};
  check.set("command", "curl :{{thermos.ports[http]}}/{{mesos.instance}} {{who}}");
  spec.health_check = check;
  CHECK(*bind_health_check(spec, resolve_ports(spec), "me").field("command")->text() == "curl :31000/7 {{who}}");
}
