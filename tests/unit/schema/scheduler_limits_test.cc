// What an operator may decide, and what is so when he decides nothing.
#include "schema/scheduler_limits.h"

#include <doctest/doctest.h>

#include <string>

using namespace borealis;
using namespace borealis::schema;

TEST_CASE("environments that a scheduler allows by default") {
  const EnvironmentPattern pattern;
  CHECK(pattern.is_default());
  for (const char* good : {"prod", "devel", "test", "staging", "staging7", "staging12"}) CHECK(pattern.matches(good));
  for (const char* bad : {"production", "Prod", "staging-eu", "stagin", "staging1a", ""}) {
    CHECK_FALSE(pattern.matches(bad));
  }
}

TEST_CASE("environments of an operator's own") {
  const auto pattern = EnvironmentPattern::parse("(prod|qa-\\d+)");
  REQUIRE(pattern);
  CHECK_FALSE(pattern->is_default());
  CHECK(pattern->matches("qa-3"));
  CHECK_FALSE(pattern->matches("qa-3x"));
  CHECK_FALSE(pattern->matches("test"));
  CHECK_FALSE(pattern->matches(std::string(300, 'q')));
  CHECK(EnvironmentPattern::parse("^(prod|devel|test|staging\\d*)$")->is_default());
  CHECK_FALSE(EnvironmentPattern::parse("(prod"));
}

TEST_CASE("tiers") {
  SchedulerLimits limits;
  CHECK(limits.tier("preferred")->is_production());
  CHECK_FALSE(limits.tier("revocable")->is_production());
  CHECK(limits.tier("gold") == nullptr);
  CHECK(limits.tier_of(true)->name == "preferred");
  CHECK(limits.tier_of(false)->name == "preemptible");
  limits.tier_config = {{"gold", false, false}, {"spare", true, true}};
  limits.default_tier = "spare";
  CHECK(limits.tier_of(true)->name == "gold");
  CHECK(limits.tier_of(false)->name == "spare");
}

TEST_CASE("each cluster has limits of its own") {
  ClusterLimits limits;
  limits.clusters["west"].max_tasks_per_job = 7;
  CHECK(limits.of("west").max_tasks_per_job == 7);
  CHECK(limits.of("east").max_tasks_per_job == 4000);
}
