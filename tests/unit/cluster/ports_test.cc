#include <set>

#include "cluster/hosts.h"
#include "doctest/doctest.h"

using borealis::cluster::Ports;

namespace {

std::vector<std::string> names(int count) {
  std::vector<std::string> out;
  for (int i = 0; i < count; ++i) out.push_back("p" + std::to_string(i));
  return out;
}

}  // namespace

TEST_CASE("no task gets a port twice, also where hosts have ports of their own") {
  for (const bool shared : {false, true}) {
    Ports ports([](int) { return true; }, shared);
    for (int round = 0; round < 20; ++round) {
      // Of a few hundred drawn out of 12768, two are the same nearly always.
      const auto picked = ports.pick(names(400));
      std::set<int> numbers;
      for (const auto& [name, port] : picked) numbers.insert(port);
      CHECK(numbers.size() == 400);
      ports.give_back(picked);
    }
  }
}

TEST_CASE("ports of one machine are never given out twice, and none are when there are not enough") {
  Ports ports([](int port) { return port % 2 == 0; });
  std::set<int> seen;
  for (int task = 0; task < 50; ++task) {
    for (const auto& [name, port] : ports.pick(names(10))) CHECK(seen.insert(port).second);
  }
  CHECK(seen.size() == 500);
  const std::size_t before = ports.available();
  CHECK(ports.pick(names(20000)).empty());
  CHECK(ports.available() == before);
}
