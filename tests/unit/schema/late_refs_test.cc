#include "schema/late_refs.h"

#include <doctest/doctest.h>

using namespace borealis;
using namespace borealis::schema;

TEST_CASE("which references may stay open") {
  const auto late = [](const char* address, RefScope scope) { return is_late_ref(lang::Ref::parse(address), scope); };
  for (RefScope scope : {RefScope::task, RefScope::job}) {
    CHECK(late("mesos.instance", scope));
    CHECK(late("mesos.hostname", scope));
    CHECK(late("thermos.task_id", scope));
    CHECK(late("thermos.ports[http]", scope));
    CHECK_FALSE(late("mesos.instnace", scope));
    CHECK_FALSE(late("thermos.ports", scope));
    CHECK_FALSE(late("thermos.port[http]", scope));
    CHECK_FALSE(late("profile.x", scope));
  }
  CHECK(late("thermos.user", RefScope::task));
  CHECK_FALSE(late("thermos.user", RefScope::job));
  CHECK_FALSE(late("thermos.ports.http", RefScope::task));
  CHECK(late("thermos.ports.http", RefScope::job));
  CHECK(port_of(lang::Ref::parse("thermos.ports[http]")) == "http");
  CHECK(port_of(lang::Ref::parse("thermos.ports.http")).empty());
}

TEST_CASE("paths tell where a text stands") {
  CHECK(ref_scope_of("task.processes[0].cmdline") == RefScope::task);
  CHECK(ref_scope_of("contact") == RefScope::job);
  CHECK(ref_scope_of("task_links[x]") == RefScope::job);
}

TEST_CASE("references that are assembled from late ones are found") {
  CHECK(nested_refs("./node --seed {{profile.seeds[{{mesos.instance}}]}}") ==
        std::vector<std::string>{"profile.seeds[0]"});
  // A port by the number of the instance: the conversion lets it pass.
  CHECK(nested_refs("{{thermos.ports[p{{mesos.instance}}]}}").empty());
  CHECK(computed_ports("{{thermos.ports[p{{mesos.instance}}]}}") == std::vector<std::string>{"p0"});
  CHECK(computed_ports("{{thermos.ports[p]}} {{mesos.instance}}").empty());
  CHECK(nested_refs("{{mesos.instance}} {{other}} ${X}").empty());
  CHECK(nested_refs("no braces").empty());
}
