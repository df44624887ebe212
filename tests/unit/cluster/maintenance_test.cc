#include "world.h"

using namespace borealis;
using namespace borealis::cluster;

namespace {

using S = api::ScheduleStatus;
using M = api::MaintenanceMode;

constexpr Millis kMinute = 60'000;

api::TaskConfig preferred(const std::string& data = "{}", int priority = 0) {
  api::TaskConfig config = World::config(data);
  config.__set_tier("preferred");
  config.__set_production(true);
  config.__set_priority(priority);
  return config;
}

std::string host_of(World& world, int instance) {
  REQUIRE(world.task(instance) != nullptr);
  return world.task(instance)->host;
}

api::SlaPolicy at_least(std::int64_t count) {
  api::CountSlaPolicy rule;
  rule.__set_count(count);
  rule.__set_durationSecs(0);
  api::SlaPolicy policy;
  policy.__set_countSlaPolicy(rule);
  return policy;
}

}  // namespace

TEST_CASE("draining moves the tasks of a host elsewhere, and then the host is drained") {
  World world(2);
  world.create(4, World::config());
  world.settle();
  const std::string host = host_of(world, 0);
  world.core().change([&] { CHECK(world.core().maintenance().drain(host) == M::DRAINING); });
  world.settle();
  CHECK(world.core().maintenance().mode_of(host) == M::DRAINED);
  CHECK(world.count(S::RUNNING) == 4);
  for (int i = 0; i < 4; ++i) CHECK(host_of(world, i) != host);
}

TEST_CASE("an idle host is drained at once, gets no tasks, and gets them again after the end") {
  World world(1);
  const std::string host = world.core().hosts().all().front().name;
  world.core().change([&] { CHECK(world.core().maintenance().drain(host) == M::DRAINED); });
  world.create(1, World::config());
  world.settle();
  CHECK(world.count(S::PENDING) == 1);
  CHECK(world.core().placer().why_pending(*world.task(0)->config) == "Host drained for maintenance");
  world.core().change([&] { world.core().maintenance().end(host); });
  world.settle();
  CHECK(world.count(S::RUNNING) == 1);
}

TEST_CASE("hosts in scheduled maintenance are used after all others") {
  World world(2);
  const std::string host = world.core().hosts().all().front().name;
  world.core().change([&] { world.core().maintenance().schedule(host); });
  world.create(16, World::config());
  world.settle();
  for (int i = 0; i < 16; ++i) CHECK(host_of(world, i) != host);
  world.core().change([&] { world.core().machine().add(world.task(0)->config, 16); });
  world.settle();
  CHECK(host_of(world, 16) == host);
}

TEST_CASE("maintenance survives a restart") {
  World world(2);
  const std::string host = world.core().hosts().all().front().name;
  world.core().change([&] { world.core().maintenance().schedule(host); });
  world.restart();
  CHECK(world.core().maintenance().mode_of(host) == M::SCHEDULED);
}

TEST_CASE("a gentle drain asks the policy and goes ahead after its timeout") {
  World world(2);
  world.create(20, preferred());
  world.settle();
  const std::string host = host_of(world, 0);
  world.core().change([&] { world.core().maintenance().drain_gently(host, at_least(20), 150); });
  world.pass(kMinute);
  // One may go at a time, however much the policy asks for.
  CHECK(world.core().maintenance().mode_of(host) == M::DRAINING);
  CHECK(world.count(S::KILLED) >= 1);
  CHECK(world.count(S::KILLED) < 10);
  world.pass(kMinute);
  world.pass(kMinute);
  CHECK(world.core().maintenance().mode_of(host) == M::DRAINED);
}

TEST_CASE("a task that waits for three minutes evicts one that matters less") {
  World world(1);
  world.create(16, World::config());
  world.settle();
  world.core().change([&] {
    api::TaskConfig config = preferred("urgent");
    api::JobKey key = config.job;
    key.__set_name("urgent");
    config.__set_job(key);
    world.core().machine().add(world.core().configs().intern(config), 0);
  });
  world.pass(2 * kMinute);
  CHECK(world.count(S::RUNNING) == 16);
  world.pass(kMinute);
  world.pass(kMinute);
  const Task* urgent = world.core().tasks().active({"www", "prod", "urgent"}, 0);
  REQUIRE(urgent != nullptr);
  CHECK(urgent->status == S::RUNNING);
  CHECK(world.count(S::RUNNING) == 15);
  CHECK(world.count(S::PENDING) == 1);
}

TEST_CASE("a task evicts nothing of its own rank") {
  World world(1);
  world.create(17, World::config());
  world.settle();
  for (int i = 0; i < 5; ++i) world.pass(kMinute);
  CHECK(world.count(S::RUNNING) == 16);
  CHECK(world.count(S::KILLED) == 0);
}
