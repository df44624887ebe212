#include "cluster/matcher.h"

#include "world.h"

using namespace borealis;
using namespace borealis::cluster;

namespace {

const CountOnLike kNobody = [](const std::string&, const Host&) { return 0; };
constexpr std::size_t kEnoughPorts = 100;

Host host() {
  return Hosts(HostSettings{20, {4, 4096, 4096}, {}}).all()[16];
}

Config config_of(const api::TaskConfig& message) {
  Config config;
  config.message = message;
  config.job = job_id(message.job);
  config.needs = amounts_of(message);
  config.ports = ports_of(message);
  return config;
}

api::Constraint value(const std::string& name, const std::set<std::string>& values, bool negated = false) {
  api::ValueConstraint rule;
  rule.__set_negated(negated);
  rule.__set_values(values);
  api::Constraint constraint;
  constraint.__set_name(name);
  constraint.constraint.__set_value(rule);
  return constraint;
}

api::Constraint limit(const std::string& name, int most) {
  api::LimitConstraint rule;
  rule.__set_limit(most);
  api::Constraint constraint;
  constraint.__set_name(name);
  constraint.constraint.__set_limit(rule);
  return constraint;
}

std::string why_not(const api::Constraint& constraint, const CountOnLike& count = kNobody) {
  api::TaskConfig message = World::config();
  message.__set_constraints({constraint});
  return reason_of(vetoes(config_of(message), host(), kEnoughPorts, count));
}

}  // namespace

TEST_CASE("a task that fits is not vetoed") {
  CHECK(vetoes(config_of(World::config()), host(), kEnoughPorts, kNobody).empty());
}

TEST_CASE("what is short is named, in a fixed order") {
  Host full = host();
  full.used = {3.5, 4090, 4090};
  CHECK(reason_of(vetoes(config_of(World::config()), full, kEnoughPorts, kNobody)) ==
        "Insufficient: CPU,Insufficient: RAM,Insufficient: disk");
}

TEST_CASE("tenths of cores that add up to the whole fit") {
  Host nearly = host();
  nearly.total.cpus = 1.3;
  nearly.used.cpus = 0.1 + 0.2;
  CHECK(vetoes(config_of(World::config()), nearly, kEnoughPorts, kNobody).empty());
}

TEST_CASE("ports can run out") {
  api::TaskConfig message = World::config();
  api::Resource port;
  port.__set_namedPort("http");
  message.resources.insert(port);
  CHECK(reason_of(vetoes(config_of(message), host(), 0, kNobody)) == "Insufficient: ports");
}

TEST_CASE("value constraints") {
  CHECK(why_not(value("rack", {"rack-1", "rack-9"})).empty());
  CHECK(why_not(value("rack", {"rack-0"})) == "Constraint not satisfied: rack");
  CHECK(why_not(value("rack", {"rack-1"}, true)) == "Constraint not satisfied: rack");
  CHECK(why_not(value("zone", {"a"})) == "Constraint not satisfied: zone");
  CHECK(why_not(value("zone", {"a"}, true)).empty());
  CHECK(why_not(value("host", {"host-017.localhost"})).empty());
}

TEST_CASE("limit constraints count the job's tasks on like hosts") {
  CHECK(why_not(limit("host", 1)).empty());
  CHECK(why_not(limit("host", 2), [](const auto&, const auto&) { return 2; }) == "Limit not satisfied: host");
  CHECK(why_not(limit("zone", 5)) == "Limit not satisfied: zone");
}

TEST_CASE("a constraint weighs more than any shortage") {
  Host full = host();
  full.used = full.total;
  const int shortage = score_of(vetoes(config_of(World::config()), full, kEnoughPorts, kNobody));
  api::TaskConfig message = World::config();
  message.__set_constraints({value("rack", {"none"})});
  CHECK(score_of(vetoes(config_of(message), host(), kEnoughPorts, kNobody)) > shortage);
}
