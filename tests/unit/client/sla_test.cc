#include "client/sla.h"

#include "doctest/doctest.h"

namespace borealis::client {
namespace {

using std::chrono::seconds;

constexpr std::int64_t now = 10'000'000;

// A task of the job on the host, that has run for so many seconds; negative: it has not run yet.
TaskStatus task(int seconds_up, const std::string& host = "h1", const std::string& name = "web") {
  TaskStatus status;
  status.key = {"c", "www", "prod", name};
  status.host = host;
  status.state = "RUNNING";
  status.events.push_back({now - 9'000'000, "PENDING", ""});
  if (seconds_up >= 0) status.events.push_back({now - seconds_up * 1000, "RUNNING", ""});
  // Only the first time counts.
  if (seconds_up >= 10) status.events.push_back({now - 1, "RUNNING", ""});
  return status;
}

Uptimes uptimes_of(const std::vector<TaskStatus>& tasks) {
  std::vector<const TaskStatus*> pointers;
  for (const TaskStatus& one : tasks) pointers.push_back(&one);
  return {pointers, now};
}

std::vector<AdminTask> production(const std::vector<TaskStatus>& tasks) {
  std::vector<AdminTask> result;
  for (const TaskStatus& one : tasks) result.push_back({one, true});
  return result;
}

TEST_CASE("the part of a job that is up") {
  const Uptimes uptimes = uptimes_of({task(60), task(120), task(30), task(-1)});
  CHECK(uptimes.percentage_up(seconds(60)) == 50);
  CHECK(uptimes.percentage_up(seconds(1)) == 75);
  CHECK(uptimes.percentage_up(seconds(121)) == 0);
  CHECK(uptimes.percentage_up(seconds(60), 8) == 25);
  CHECK(uptimes_of({}).percentage_up(seconds(1)) == 0);
}

TEST_CASE("how long a percentile is up") {
  const Uptimes uptimes = uptimes_of({task(10), task(20), task(30), task(40)});
  CHECK(uptimes.at_percentile(99) == seconds(10));
  CHECK(uptimes.at_percentile(75) == seconds(10));
  CHECK(uptimes.at_percentile(50) == seconds(20));
  CHECK(uptimes.at_percentile(10) == seconds(40));
  CHECK(uptimes_of({}).at_percentile(50) == seconds(0));
  CHECK(uptimes_of({task(-1)}).at_percentile(50) == seconds(0));
}

TEST_CASE("when a demand will be met") {
  const Uptimes uptimes = uptimes_of({task(10), task(20), task(100)});
  CHECK(*uptimes.wait_until(25, seconds(60), 4) == seconds(0));
  CHECK(*uptimes.wait_until(50, seconds(60), 4) == seconds(40));
  CHECK(*uptimes.wait_until(75, seconds(60), 4) == seconds(50));
  CHECK_FALSE(uptimes.wait_until(76, seconds(60), 4));
}

TEST_CASE("hosts that go down take their tasks with them") {
  const auto live = production({task(100, "h1"), task(100, "h2"), task(100, "h3"), task(5, "h3")});
  const ClusterSla sla(live, 4, now);
  CHECK(sla.hosts() == std::vector<std::string>{"h1", "h2", "h3"});
  const SlaDemand demand{50, seconds(60)};
  const auto groups = sla.simulate({"h1", "h3"}, Grouping::by_host, demand);
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].jobs[0].predicted == 50);
  CHECK(groups[0].safe());
  CHECK(groups[1].jobs[0].predicted == 50);
  const auto together = sla.simulate({"h1", "h3"}, Grouping::none, demand);
  REQUIRE(together.size() == 1);
  CHECK(together[0].jobs[0].predicted == 25);
  CHECK_FALSE(together[0].safe());
  CHECK_FALSE(together[0].jobs[0].wait);  // too few are left, however long one waits
  const SlaDemands overrides = {{"c/www/prod/web", {20, seconds(60)}}};
  CHECK(sla.simulate({"h1", "h3"}, Grouping::none, demand, overrides)[0].safe());
}

TEST_CASE("only production jobs of some size count") {
  auto live = production({task(100, "h1"), task(100, "h2")});
  live.push_back({task(100, "h9", "batch"), false});
  CHECK(ClusterSla(live, 2, now).hosts() == std::vector<std::string>{"h1", "h2"});
  const ClusterSla none(live, 3, now);
  CHECK(none.hosts().empty());
  const auto groups = none.simulate({"h1"}, Grouping::by_host, {});
  REQUIRE(groups.size() == 1);
  CHECK(groups[0].jobs.empty());
  CHECK(groups[0].safe());
}

}  // namespace
}  // namespace borealis::client
