#include "client/plan_file.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "client/files.h"
#include "lang/json.h"

using namespace borealis;
using namespace borealis::client;

namespace {

SavedPlan sample() {
  SavedJob job;
  job.plan.key = {"west", "www", "prod", "web"};
  job.plan.action = PlanAction::update;
  job.plan.wanted_instances = 4;
  job.plan.add = {3};
  job.plan.update.push_back({{0, 1}, {{"task.processes[run].cmdline", lang::Data("TOKEN=abcdef x"), std::nullopt}}});
  job.plan.unchanged = {2};
  job.plan.token = "0123+id";
  job.plan.rollout = "1 at a time";
  lang::Data::Map payload;
  payload.entries.push_back({"configuration", "AAAA"});
  job.saved = payload;
  return {{{"west", "http://west:8081"}}, {job}};
}

std::string why_not(const std::string& text) {
  auto plan = parse_plan(text, "plan.json");
  REQUIRE_FALSE(plan.ok());
  CHECK(plan.error().kind == lang::ErrorClass::findings);
  return plan.error().message;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

struct Directory {
  std::string path = "/tmp/borealis-plan-XXXXXX";
  Directory() { REQUIRE(mkdtemp(path.data()) != nullptr); }
  ~Directory() {
    unlink((path + "/plan.json").c_str());
    rmdir(path.c_str());
  }
};

}  // namespace

TEST_CASE("a plan comes back as it was written, and what is for people is masked") {
  const std::string text = to_plan_text(sample());
  CHECK(text.find("abcdef") == std::string::npos);
  auto read = parse_plan(text, "plan.json");
  REQUIRE(read.ok());
  REQUIRE(read->jobs.size() == 1);
  const JobPlan& plan = read->jobs[0].plan;
  CHECK(plan.key.text() == "west/www/prod/web");
  CHECK(plan.action == PlanAction::update);
  CHECK(plan.wanted_instances == 4);
  CHECK(plan.add == Instances{3});
  CHECK(plan.update.at(0).instances == Instances{0, 1});
  CHECK(plan.update.at(0).fields.at(0).path == "task.processes[run].cmdline");
  CHECK(plan.unchanged == Instances{2});
  CHECK(plan.token == "0123+id");
  CHECK(!plan.cron);
  CHECK(read->clusters.at("west") == "http://west:8081");
  CHECK(lang::to_json(read->jobs[0].saved) == R"({"configuration": "AAAA"})");
}

TEST_CASE("a plan that was cut off anywhere or changed is refused") {
  const std::string text = to_plan_text(sample());
  for (std::size_t size = 0; size + 2 < text.size(); size += 7) CHECK(!parse_plan(text.substr(0, size), "p").ok());
  CHECK(why_not(text.substr(0, text.size() / 2)).find("damaged") != std::string::npos);
  CHECK(why_not(replaced(text, "www", "wwx")).find("digest") != std::string::npos);
  CHECK(why_not(replaced(text, "0123+id", "0124+id")).find("digest") != std::string::npos);
  CHECK(why_not(replaced(text, "\"version\": 1", "\"version\": 2")).find("version") != std::string::npos);
  CHECK(why_not("{\"jobs\": []}").find("no plan") != std::string::npos);
  CHECK(why_not("jobs = []").find("no plan") != std::string::npos);
}

TEST_CASE("a plan without jobs, or of a cluster that it doesn't name, is no whole plan") {
  SavedPlan none = sample();
  none.jobs.clear();
  CHECK(why_not(to_plan_text(none)).find("whole") != std::string::npos);
  SavedPlan stranger = sample();
  stranger.clusters = {{"east", "http://east:8081"}};
  CHECK(why_not(to_plan_text(stranger)).find("whole") != std::string::npos);
}

TEST_CASE("a plan file is its owner's alone, and replaces only another plan") {
  const Directory directory;
  const std::string path = directory.path + "/plan.json";
  REQUIRE(write_plan_file(path, sample()).ok());
  struct stat status {};
  REQUIRE(stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 077) == 0);
  CHECK(write_plan_file(path, sample()).ok());
  CHECK(read_plan_file(path).ok());
  REQUIRE(write_file(path, "something else\n").ok());
  const auto refused = write_plan_file(path, sample());
  REQUIRE_FALSE(refused.ok());
  CHECK(lang::Status(refused).error().kind == lang::ErrorClass::conflict);
  CHECK(read_file(path) == "something else\n");
}
