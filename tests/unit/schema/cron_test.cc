#include "schema/cron.h"

#include <doctest/doctest.h>

#include <string>

using namespace borealis;
using namespace borealis::schema;

TEST_CASE("schedules that are good") {
  for (const char* text : {"* * * * *", "0 3 * * *", "*/15 0-5/2 1,15 * *", "0 0 * jan,feb-nov MON-FRI", "5  4\t* * 0",
                           ",1, * * * *", "*/90 * * * *", "0 0 1-31 * 3"}) {
    INFO(text);
    CHECK(parse_cron(text));
  }
}

TEST_CASE("schedules that are refused say why") {
  const auto why = [](const char* text) {
    const auto parsed = parse_cron(text);
    return parsed ? std::string("accepted") : parsed.error().message;
  };
  CHECK(why("61 * * * *") == "the minute '61' is outside 0 to 59");
  CHECK(why("0 0 * * 7").find("'7' is outside 0 to 6") != std::string::npos);
  CHECK(why("0 0 * * MONDAY").find("MONDAY") != std::string::npos);
  CHECK(why("0 22-4 * * *").find("'22-4' is a range that descends") != std::string::npos);
  CHECK(why("0 0 0 * * *").find("6 fields") != std::string::npos);
  CHECK(why("0 0 1 * 1").find("day of month") != std::string::npos);
  for (const char* bad : {"", " * * * * *", "* * * * * ", "@daily", "*/0 * * * *", "0-5/5 * * * *", "1/2 * * * *",
                          "a * * * *", "1- * * * *", "-1 * * * *", "* * 0 * *", ", * * * *", "* * L * *",
                          "99999999999 * * * *", "*/99999999999 * * * *"}) {
    INFO(bad);
    CHECK(why(bad) != "accepted");
  }
}

TEST_CASE("one schedule, two spellings") {
  CHECK(*parse_cron("* * * * *") == *parse_cron("0-59 0-23 1-31 1-12 0-6"));
  CHECK(*parse_cron("0 0 * jan sun") == *parse_cron("0 0 * 1 0"));
}

TEST_CASE("a schedule matches its minutes") {
  const auto schedule = parse_cron("*/30 9-17 * * mon-fri");
  REQUIRE(schedule);
  CHECK(schedule->matches(30, 9, 1, 1, 1));
  CHECK_FALSE(schedule->matches(15, 9, 1, 1, 1));
  CHECK_FALSE(schedule->matches(30, 18, 1, 1, 1));
  CHECK_FALSE(schedule->matches(30, 9, 1, 1, 0));
}
