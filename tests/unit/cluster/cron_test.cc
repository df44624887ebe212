#include "cluster/cron_time.h"
#include "world.h"

using namespace borealis;
using namespace borealis::cluster;

namespace {

using S = api::ScheduleStatus;

constexpr Millis kMinute = 60'000;
constexpr Millis kDay = 24 * 60 * kMinute;
// 1970-01-01 was a Thursday.

std::optional<Millis> next(const std::string& schedule, Millis after) {
  const auto parsed = schema::parse_cron(schedule);
  REQUIRE(parsed.ok());
  return next_run(*parsed, after);
}

std::string shown(const std::string& schedule) {
  const auto parsed = schema::parse_cron(schedule);
  REQUIRE(parsed.ok());
  return canonical(*parsed);
}

// A cron job of two instances that runs at every full hour.
void put(World& world, api::CronCollisionPolicy::type policy) {
  api::JobConfiguration job;
  job.__set_key(job_key(world.job));
  job.__set_taskConfig(World::config("{}", false));
  job.__set_instanceCount(2);
  job.__set_cronSchedule("0 * * * *");
  job.__set_cronCollisionPolicy(policy);
  world.core().change(
      [&] { world.core().crons().put(world.job, job, *schema::parse_cron(job.cronSchedule), world.clock().now()); });
}

void pass_an_hour(World& world) {
  world.pass(60 * kMinute);
}

}  // namespace

TEST_CASE("the next run is the first full minute after now that matches") {
  CHECK(next("* * * * *", 0) == kMinute);
  CHECK(next("* * * * *", kMinute - 1) == kMinute);
  CHECK(next("30 4 * * *", 0) == (4 * 60 + 30) * kMinute);
  CHECK(next("30 4 * * *", (4 * 60 + 30) * kMinute) == kDay + (4 * 60 + 30) * kMinute);
  CHECK(next("0 0 * * MON", 0) == 4 * kDay);
  CHECK(next("0 0 1 2 *", 0) == 31 * kDay);
  CHECK(next("0 0 29 2 *", 0) == (365 + 365 + 31 + 28) * kDay);
}

TEST_CASE("a day that never comes has no run") {
  CHECK_FALSE(next("0 0 30 2 *", 0).has_value());
}

TEST_CASE("a schedule is shown with its values merged") {
  CHECK(shown("*/20 8-10 * * MON-FRI") == "0,20,40 8-10 * * 1-5");
  CHECK(shown("0-59 0,1,2 * JAN,MAR *") == "* 0-2 * 1,3 *");
}

TEST_CASE("a cron job runs at its time and not before") {
  World world;
  put(world, api::CronCollisionPolicy::KILL_EXISTING);
  world.settle();
  CHECK(world.launches == 0);
  pass_an_hour(world);
  CHECK(world.count(S::RUNNING) == 2);
}

TEST_CASE("KILL_EXISTING ends the run before and starts the next once it is gone") {
  World world;
  put(world, api::CronCollisionPolicy::KILL_EXISTING);
  pass_an_hour(world);
  const std::string before = world.task(0)->id;
  pass_an_hour(world);
  CHECK(world.count(S::RUNNING) == 0);
  CHECK(world.count(S::KILLED) == 2);
  world.pass(5'000);
  REQUIRE(world.task(0) != nullptr);
  CHECK(world.task(0)->id != before);
  CHECK(world.count(S::RUNNING) == 2);
}

TEST_CASE("a run that waits for the one before is not forgotten by a restart") {
  World world;
  put(world, api::CronCollisionPolicy::KILL_EXISTING);
  pass_an_hour(world);
  pass_an_hour(world);
  CHECK(world.count(S::RUNNING) == 0);
  world.restart();
  world.pass(5'000);
  CHECK(world.count(S::RUNNING) == 2);
}

TEST_CASE("CANCEL_NEW leaves the run before alone") {
  World world;
  put(world, api::CronCollisionPolicy::CANCEL_NEW);
  pass_an_hour(world);
  const std::string before = world.task(0)->id;
  pass_an_hour(world);
  world.pass(60'000);
  REQUIRE(world.task(0) != nullptr);
  CHECK(world.task(0)->id == before);
}

TEST_CASE("a run that was missed while nobody looked is not made up for") {
  World world;
  put(world, api::CronCollisionPolicy::KILL_EXISTING);
  world.clock().advance(90 * kMinute);
  world.restart();
  world.settle();
  CHECK(world.count(S::RUNNING) == 0);
  pass_an_hour(world);
  CHECK(world.count(S::RUNNING) == 2);
}
