#include <doctest/doctest.h>

#include <string>

#include "cluster/runner/health_counter.h"
#include "cluster/runner/health_monitor.h"

namespace {

using namespace borealis::runner;
using borealis::schema::HealthCheckConfig;
using borealis::schema::HttpHealthChecker;

// Feeds results, one letter each ('+' or '-'), and answers what came of each: '.', 'R' running, 'D' dead, and 'X' where
// no check is made any more because the attempts are used up.
std::string verdicts(const HealthCheckConfig& config, const std::string& results) {
  HealthCounter counter(config);
  std::string answer;
  for (const char result : results) {
    if (counter.out_of_attempts()) return answer + "X";
    switch (counter.record(result == '+')) {
      case HealthCounter::Verdict::unchanged:
        answer += '.';
        break;
      case HealthCounter::Verdict::running:
        answer += 'R';
        break;
      case HealthCounter::Verdict::dead:
        return answer + 'D';
    }
  }
  return answer;
}

}  // namespace

TEST_CASE("with the defaults two attempts are forgiven and the third decides") {
  const HealthCheckConfig config;
  CHECK(verdicts(config, "+") == "R");
  CHECK(verdicts(config, "-+") == ".R");
  CHECK(verdicts(config, "--+") == "..R");
  CHECK(verdicts(config, "---") == "..D");
}

TEST_CASE("forgiven attempts are forgiven after RUNNING too, later ones are not") {
  const HealthCheckConfig config;
  CHECK(verdicts(config, "+-+-") == "R..D");
  CHECK(verdicts(config, "+-----") == "R.D");
}

TEST_CASE("consecutive failures are allowed up to their number") {
  HealthCheckConfig config;
  config.initial_interval_secs = 0;
  config.max_consecutive_failures = 2;
  CHECK(verdicts(config, "+--+--+---") == "R........D");
}

TEST_CASE("several successes in a row may be asked for") {
  HealthCheckConfig config;
  config.min_consecutive_successes = 3;
  CHECK(verdicts(config, "+++") == "..R");
  SUBCASE("once they can't be had any more the task is dead at once") {
    // Two forgiven, five attempts at most: after a failure at the third only two are left.
    CHECK(verdicts(config, "++-") == "..D");
    CHECK(verdicts(config, "-++-") == "...D");
  }
}

TEST_CASE("attempts run out") {
  HealthCheckConfig config;
  config.initial_interval_secs = 20;  // two forgiven
  config.max_consecutive_failures = 1;
  config.min_consecutive_successes = 2;  // five attempts
  CHECK(verdicts(config, "+-+-+-+") == "......X");
}

TEST_CASE("an interval of zero does not divide by it") {
  HealthCheckConfig config;
  config.interval_secs = 0;
  CHECK(verdicts(config, "----+") == "....R");
  config.initial_interval_secs = 0;
  CHECK(verdicts(config, "-") == "D");
}

TEST_CASE("an answer is judged by its body and its code") {
  const std::string url = "http://localhost:1/health";
  HttpHealthChecker expected;
  CHECK(judge({"", 200, "ok"}, expected, url).empty());
  CHECK(judge({"", 200, "  OK\r\n"}, expected, url).empty());
  CHECK(judge({"", 200, "degraded mode"}, expected, url) ==
        "Response differs from expected response (expected \"ok\", got \"degrade...\")");
  CHECK(judge({"", 500, "ok"}, expected, url) == "Response differs from expected response (expected \"ok\", got \"\")");
  CHECK(judge({"Connection refused", 0, ""}, expected, url) ==
        "Failed to signal http://localhost:1/health: Connection refused");
  expected.expected_response = "";
  CHECK(judge({"", 500, "whatever"}, expected, url).empty());
  expected.expected_response_code = 200;
  CHECK(judge({"", 503, ""}, expected, url) == "Response code differs from expected response (expected 200, got 503)");
}
