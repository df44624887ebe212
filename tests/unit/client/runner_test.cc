#include "client/runner.h"

#include <doctest/doctest.h>

#include <set>

using namespace borealis::client;

TEST_CASE("lines of the runner's event channel") {
  const auto status = parse_runner_event("status\tFAILED\ta\\tb \\u00e4");
  REQUIRE(status);
  CHECK(status->kind == RunnerEvent::Kind::status);
  CHECK(status->state == "FAILED");
  CHECK(status->message == "a\tb ä");

  const auto process = parse_runner_event("process\tserve\t2\tFAILED\t7");
  REQUIRE(process);
  CHECK(process->process == "serve");
  CHECK(process->run == 2);
  CHECK(process->state == "FAILED");
  CHECK(process->return_code == "7");
  CHECK(parse_runner_event("process\tserve\t0\tRUNNING\t")->return_code.empty());

  CHECK(parse_runner_event("task\tSUCCESS")->kind == RunnerEvent::Kind::task);
  CHECK_FALSE(parse_runner_event(""));
  CHECK_FALSE(parse_runner_event("process\tserve"));
  CHECK_FALSE(parse_runner_event("other\tx\ty\tz"));
}

TEST_CASE("free ports are different ports") {
  const auto ports = free_ports({"a", "b", "c"});
  REQUIRE(ports.size() == 3);
  CHECK(ports[0].first == "a");
  std::set<int> numbers;
  for (const auto& [name, port] : ports) {
    CHECK(port > 0);
    numbers.insert(port);
  }
  CHECK(numbers.size() == 3);
}
