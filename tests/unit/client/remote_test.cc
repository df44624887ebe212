#include "client/remote.h"

#include "doctest/doctest.h"

namespace borealis::client {
namespace {

RemoteTask web() {
  RemoteTask task;
  task.status.key = {"c", "www", "prod", "web"};
  task.status.instance = 3;
  task.status.task_id = "www-prod-web-3-id";
  task.status.ports = {{"http", 31002}};
  task.host = "h1";
  task.directory = "/srv/*/x";
  return task;
}

TEST_CASE("late references of a command are filled in") {
  CHECK(*command_in_sandbox(web(), "curl {{mesos.hostname}}:{{thermos.ports[http]}} # {{mesos.instance}}") ==
        "cd /srv/*/x || exit; curl h1:31002 # 3");
  CHECK(*command_in_sandbox(web(), "{{thermos.task_id}} {{other}} {{ {") ==
        "cd /srv/*/x || exit; www-prod-web-3-id {{other}} {{ {");
  const auto missing = command_in_sandbox(web(), "{{thermos.ports[admin]}}");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == lang::ErrorClass::not_found);
}

TEST_CASE("words of an option") {
  using Words = std::vector<std::string>;
  CHECK(*split_words("") == Words{});
  CHECK(*split_words(" -p 2222  -v ") == Words{"-p", "2222", "-v"});
  CHECK(*split_words("-o 'A B' x\"y z\" ''") == Words{"-o", "A B", "xy z", ""});
  CHECK_FALSE(split_words("-o 'A"));
}

TEST_CASE("a user is no option of ssh") {
  CHECK(*login_at(web(), "") == "www@h1");
  CHECK(*login_at(web(), "root") == "root@h1");
  CHECK_FALSE(login_at(web(), "-oProxyCommand=x"));
}

}  // namespace
}  // namespace borealis::client
