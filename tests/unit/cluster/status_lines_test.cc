#include "cluster/status_lines.h"

#include "doctest/doctest.h"

using namespace borealis;
using namespace borealis::cluster;
using S = api::ScheduleStatus;

TEST_CASE("whole lines are read, an unfinished one is left") {
  std::size_t used = 0;
  const auto reports = parse_status("t", "1700 STARTING \n1800 RUNNING Task is healthy.\n1900 FIN", used);
  REQUIRE(reports.size() == 2);
  CHECK(reports[0].status == S::STARTING);
  CHECK(reports[0].message.empty());
  CHECK(reports[1].time == 1800);
  CHECK(reports[1].message == "Task is healthy.");
  CHECK(used == std::string("1700 STARTING \n1800 RUNNING Task is healthy.\n").size());
}

TEST_CASE("a state without a message, and lines that are none") {
  std::size_t used = 0;
  const auto reports = parse_status("t", "1 KILLED\nnonsense\n2 NOSTATE x\n\n3 LOST gone\n", used);
  REQUIRE(reports.size() == 2);
  CHECK(reports[0].status == S::KILLED);
  CHECK(reports[1].message == "gone");
}
