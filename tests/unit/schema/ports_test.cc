#include "schema/ports.h"

#include <doctest/doctest.h>

#include "sample.h"

using namespace borealis;
using namespace borealis::schema;

namespace {

using Names = std::vector<std::string>;

Job job_with(std::string cmdline, std::optional<Announcer> announce = std::nullopt) {
  Job job = sample_job();
  job.task.processes->front().cmdline = std::move(cmdline);
  job.announce = std::move(announce);
  return job;
}

Announcer announcer(StringMap portmap, std::string primary = "http") {
  Announcer made;
  made.primary_port = std::move(primary);
  made.portmap = std::move(portmap);
  return made;
}

Names ports(const Job& job) {
  const auto names = requested_ports(job);
  return names ? *names : Names{"refused"};
}

}  // namespace

TEST_CASE("ports that are requested") {
  CHECK(ports(job_with("{{thermos.ports[http]}} {{thermos.ports[health]}} {{thermos.ports[http]}}")) ==
        Names{"health", "http"});
  CHECK(ports(job_with("./web", announcer({{"aurora", "http"}}))) == Names{"http"});
  CHECK(ports(job_with("./web", announcer({}, "x"))).empty());
  CHECK(ports(job_with("{{thermos.ports[alias]}} {{thermos.ports[tcp]}}", announcer({{"alias", "http"}}))) ==
        Names{"http", "tcp"});
  CHECK(ports(job_with("{{thermos.ports[http]}} {{thermos.ports[x]}}",
                       announcer({{"http", "80"}, {"aurora", "http"}}))) == Names{"x"});
  CHECK(ports(job_with("{{thermos.ports[a]}}", announcer({{"a", "b"}, {"b", "c"}}))) == Names{"c"});
}

TEST_CASE("final processes request ports, other fields do not") {
  Job job = job_with("./web");
  Process last;
  last.name = "last";
  last.cmdline = "./bye {{thermos.ports[bye]}}";
  last.final = true;
  job.task.processes->push_back(last);
  job.contact = "{{thermos.ports[contact]}}";
  CHECK(ports(job) == Names{"bye"});
}

TEST_CASE("circles and dots are refused") {
  CHECK_FALSE(requested_ports(job_with("./web", announcer({{"http", "aurora"}, {"aurora", "http"}}))));
  CHECK_FALSE(requested_ports(job_with("./web", announcer({{"a", "a"}}))));
  CHECK(portmap_cycle({{"x", "a"}, {"a", "b"}, {"b", "a"}}) == Names{"a", "b", "a"});
  CHECK_FALSE(requested_ports(job_with("{{thermos.ports.http}}")));
}

TEST_CASE("a long chain of names leads to its end, and each name on it does") {
  StringMap chain;
  for (int i = 0; i < 20000; ++i) chain.emplace_back("n" + std::to_string(i), "n" + std::to_string(i + 1));
  PortWays ways(chain);
  CHECK(ways.end_of("n0")->name == "n20000");
  CHECK(ways.end_of("n19999")->name == "n20000");
  CHECK(ways.from("n0").size() == 20001);
  chain.emplace_back("n20000", "8080");
  CHECK(ports_at_run_time(chain, {}).size() == 20001);
  chain.back().second = "n10000";
  CHECK(ports_at_run_time(chain, {}).empty());
  CHECK(portmap_cycle(chain).size() == 10002);
}

TEST_CASE("ports at run time: assigned ones win, aliases follow, what leads nowhere is left out") {
  const auto all = ports_at_run_time({{"aurora", "http"}, {"admin", "8080"}, {"lost", "nowhere"}}, {{"http", 31000}});
  CHECK(all == std::vector<std::pair<std::string, int>>{{"aurora", 31000}, {"admin", 8080}, {"http", 31000}});
}

TEST_CASE("numbers of ports are read as Python does") {
  CHECK(port_number(" 80 ") == 80);
  CHECK(port_number("+80") == 80);
  CHECK(port_number("http") == std::nullopt);
  CHECK(port_number("") == std::nullopt);
  CHECK(port_number("80a") == std::nullopt);
}
