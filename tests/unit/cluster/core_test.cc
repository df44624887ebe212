// Tasks from birth to end, as the API's users see them.
#include "cluster/core.h"

#include "world.h"

using namespace borealis;
using namespace borealis::cluster;
using S = api::ScheduleStatus;

namespace {

std::vector<TaskStatus> history(const Task& task) {
  std::vector<TaskStatus> out;
  for (const TaskEvent& event : task.events) out.push_back(event.status);
  return out;
}

}  // namespace

TEST_CASE("a task goes from PENDING to RUNNING") {
  World world;
  world.create(1, World::config());
  CHECK(world.task(0)->status == S::PENDING);
  world.settle();
  CHECK(history(*world.task(0)) == std::vector<TaskStatus>{S::PENDING, S::ASSIGNED, S::STARTING, S::RUNNING});
  CHECK_FALSE(world.task(0)->host.empty());
}

TEST_CASE("instances are spread over the hosts") {
  World world(10);
  world.create(10, World::config());
  world.settle();
  std::set<std::string> hosts;
  for (int i = 0; i < 10; ++i) hosts.insert(world.task(i)->host);
  CHECK(hosts.size() == 10);
}

TEST_CASE("what does not fit waits, says why, and is placed once there is room") {
  World world(1);  // 16 cores
  world.create(17, World::config());
  world.settle();
  CHECK(world.count(S::RUNNING) == 16);
  const Task* waiting = nullptr;
  for (int i = 0; i < 17; ++i) {
    if (world.task(i)->status == S::PENDING) waiting = world.task(i);
  }
  REQUIRE(waiting != nullptr);
  CHECK(world.core().placer().why_pending(*waiting->config) == "Insufficient: CPU");
  world.core().change([&] {
    world.core().machine().transition(*world.core().tasks().active(world.job, waiting->instance == 0 ? 1 : 0),
                                      S::KILLING);
  });
  world.settle();
  CHECK(waiting->status == S::RUNNING);
}

TEST_CASE("many tasks are placed a thousand at a time, so that others get a word in") {
  World world(200);  // 3,200 cores
  world.create(2500, World::config());
  std::size_t launched = 0;
  int turns = 0;
  do {
    ++turns;
    launched += world.core().tick({}).launches.size();
    CHECK(world.count(S::ASSIGNED) == static_cast<int>(launched));
  } while (world.core().has_more_to_place() && turns < 10);
  CHECK(launched == 2500);
  CHECK(turns == 3);
}

TEST_CASE("what is refused does not hold up others, and is tried again once there is room") {
  World world(100);  // 1,600 cores
  api::TaskConfig large = World::config("large");
  api::Resource cpus;
  cpus.__set_numCpus(17);
  std::erase_if(large.resources, [](const api::Resource& resource) { return resource.__isset.numCpus; });
  large.resources.insert(cpus);
  world.create(3, large);
  world.create(1600, World::config(), 3);
  world.settle();
  CHECK(world.count(S::RUNNING) == 1600);
  CHECK(world.count(S::PENDING) == 3);
  CHECK_FALSE(world.core().has_more_to_place());
  // What was refused before is not forgotten.
  world.create(2, World::config(), 1603);
  world.settle();
  CHECK(world.count(S::PENDING) == 5);
  world.say(3, S::FAILED);
  world.settle();
  CHECK(world.task(1603)->status == S::RUNNING);
}

TEST_CASE("ports are given out once each and come back") {
  World world;
  api::TaskConfig config = World::config();
  for (const char* name : {"http", "admin"}) {
    api::Resource port;
    port.__set_namedPort(name);
    config.resources.insert(port);
  }
  world.create(40, config);
  world.settle();
  std::set<int> seen;
  for (int i = 0; i < 40; ++i) {
    REQUIRE(world.task(i)->ports.size() == 2);
    for (const auto& [name, port] : world.task(i)->ports) CHECK(seen.insert(port).second);
  }
}

TEST_CASE("a service is started again, its successor knows its ancestor") {
  World world;
  world.create(1, World::config());
  world.settle();
  const std::string first = world.task(0)->id;
  world.clock().advance(10 * 60'000);
  world.say(0, S::FINISHED);
  world.settle();
  CHECK(world.task(0)->id != first);
  CHECK(world.task(0)->ancestor == first);
  CHECK(world.task(0)->events.front().message == "Rescheduled");
  CHECK(world.task(0)->status == S::RUNNING);
}

TEST_CASE("a batch task that finishes is done") {
  World world;
  world.create(1, World::config("{}", false));
  world.settle();
  world.say(0, S::FINISHED);
  world.settle();
  CHECK(world.task(0) == nullptr);
  CHECK(world.count(S::FINISHED) == 1);
}

TEST_CASE("maxTaskFailures 3 allows two retries") {
  World world;
  api::TaskConfig config = World::config("{}", false);
  config.maxTaskFailures = 3;
  world.create(1, config);
  for (int failures = 1; failures <= 3; ++failures) {
    world.settle();
    for (int wait = 0; world.task(0)->status != S::RUNNING && wait < 100; ++wait) world.pass(10'000);
    world.say(0, S::FAILED);
    world.settle();
  }
  CHECK(world.task(0) == nullptr);
  CHECK(world.count(S::FAILED) == 3);
}

TEST_CASE("what fails quickly again and again is throttled, ever longer") {
  World world;
  world.create(1, World::config());
  world.settle();
  world.say(0, S::FAILED);
  world.settle();
  CHECK(world.task(0)->status == S::RUNNING);  // the first one is free
  world.say(0, S::FAILED);
  world.settle();
  REQUIRE(world.task(0)->status == S::THROTTLED);
  CHECK(world.task(0)->events.back().message == "Rescheduled, penalized for 45000 ms for flapping");
  // The real wait counts the one that just ended, too: 45 s and half of that.
  world.pass(67'000);
  CHECK(world.task(0)->status == S::THROTTLED);
  world.pass(1000);
  CHECK(world.task(0)->status == S::RUNNING);
}

TEST_CASE("a killed task is not started again, and a waiting one leaves no trace") {
  World world(1);
  world.create(17, World::config());
  world.settle();
  world.core().change([&] {
    for (const auto& [instance, task] : world.core().tasks().active(world.job)) {
      world.core().machine().transition(*task, S::KILLING, "Killed by UNSECURE");
    }
  });
  world.settle();
  CHECK(world.core().tasks().active(world.job).empty());
  CHECK(world.count(S::KILLED) == 16);
  CHECK(world.core().tasks().of_job(world.job).size() == 16);
}

TEST_CASE("a restarted task is replaced however it ends") {
  World world;
  world.create(1, World::config("{}", false));
  world.settle();
  const std::string first = world.task(0)->id;
  world.core().change(
      [&] { world.core().machine().transition(*world.core().tasks().active(world.job, 0), S::RESTARTING); });
  world.settle();
  CHECK(world.task(0)->id != first);
  CHECK(world.task(0)->status == S::RUNNING);
}

TEST_CASE("a runner that does not answer an order is asked again, then given up") {
  World world;
  world.create(1, World::config());
  world.settle();
  world.obedient = false;
  world.core().change(
      [&] { world.core().machine().transition(*world.core().tasks().active(world.job, 0), S::KILLING); });
  CHECK(world.core().tick({}).signals.size() == 1);
  world.clock().advance(15'000);
  CHECK(world.core().tick({}).signals.size() == 1);
  world.clock().advance(5 * 60'000);
  const Work last = world.core().tick({});
  REQUIRE(last.signals.size() == 1);
  CHECK(last.signals[0].kind == Order::Kind::drop);
  CHECK(world.count(S::LOST) == 1);
}

TEST_CASE("reports that come late or twice change nothing") {
  World world;
  world.create(1, World::config());
  world.settle();
  const std::string id = world.task(0)->id;
  const std::size_t events = world.task(0)->events.size();
  world.say(id, S::RUNNING);
  world.say(id, S::STARTING);
  world.settle();
  CHECK(world.task(0)->events.size() == events);
}

TEST_CASE("everything is there again after a crash") {
  World world(3);
  world.create(5, World::config());
  world.settle();
  world.say(2, S::FAILED);
  world.settle();
  std::map<int, std::string> before;
  for (int i = 0; i < 5; ++i) before[i] = world.task(i)->id;
  const int launches = world.launches;
  world.restart();
  world.settle();
  CHECK(world.launches == launches);
  for (int i = 0; i < 5; ++i) {
    REQUIRE(world.task(i) != nullptr);
    CHECK(world.task(i)->id == before[i]);
    CHECK(world.task(i)->status == S::RUNNING);
  }
  CHECK(world.core().placed().size() == 5);
  CHECK(world.count(S::FAILED) == 1);
  // The books were kept: 48 cores, 5 in use.
  world.create(0, World::config());
  double used = 0;
  for (const Host& host : world.core().hosts().all()) used += host.used.cpus;
  CHECK(used == doctest::Approx(5));
}

TEST_CASE("tasks that were assigned but not begun when the cluster died are found") {
  World world;
  world.obedient = false;
  world.create(2, World::config());
  world.settle();
  world.restart();
  const auto placed = world.core().placed();
  REQUIRE(placed.size() == 2);
  CHECK(placed[0].second);
}

TEST_CASE("an order to kill that got lost with the process is given again") {
  World world;
  world.create(1, World::config());
  world.settle();
  world.core().change(
      [&] { world.core().machine().transition(*world.core().tasks().active(world.job, 0), S::KILLING); });
  world.restart();
  world.settle();
  CHECK(world.count(S::KILLED) == 1);
}

TEST_CASE("old history goes, recent history stays") {
  World world;
  world.create(1, World::config("{}", false));
  world.settle();
  world.say(0, S::FINISHED);
  world.settle();
  world.pass(24 * 3'600'000);
  CHECK(world.count(S::FINISHED) == 1);
  world.clock().advance(25LL * 3'600'000);
  const Work work = world.core().tick({});
  CHECK(work.forgotten.size() == 1);
  CHECK(world.count(S::FINISHED) == 0);
  world.restart();
  CHECK(world.count(S::FINISHED) == 0);
}
