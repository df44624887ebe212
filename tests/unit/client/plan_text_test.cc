#include "client/plan_text.h"

#include <doctest/doctest.h>

using namespace borealis;
using namespace borealis::client;

namespace {

JobPlan update_of(std::vector<FieldChange> fields) {
  JobPlan plan;
  plan.key = {"west", "www", "prod", "web"};
  plan.action = PlanAction::update;
  plan.wanted_instances = 2;
  plan.update.push_back({{0, 1}, std::move(fields)});
  return plan;
}

std::string shown(std::vector<FieldChange> fields) {
  return plan_text(mask_plan(update_of(std::move(fields))), Style(false));
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("of texts of several lines those are shown that differ") {
  const std::string text = shown({{"cmdline", lang::Data("a\nb\nc\nd\ne"), lang::Data("a\nb\nc\nd\nE")}});
  CHECK(has(text, "          c\n          d\n        - e\n        + E\n"));
  CHECK(!has(text, "          a\n"));
}

TEST_CASE("a part that comes has a line a field, and one for each line of a command") {
  lang::Data::Map process;
  process.entries.push_back({"name", "log"});
  process.entries.push_back({"cmdline", "one\ntwo"});
  const std::string text = shown({{"task.processes[log]", std::nullopt, lang::Data(process)}});
  CHECK(has(text, "        + name: \"log\"\n        + cmdline:\n        +   one\n        +   two\n"));
}

TEST_CASE("what would move the terminal's cursor is shown, not done") {
  const std::string text = shown({{"cmdline", lang::Data("a\n\x1b[2Jx"), lang::Data("a\nb")}});
  CHECK(!has(text, "\x1b"));
  CHECK(has(text, "\\x1b[2Jx"));
}

TEST_CASE("secrets are masked, and that they differ is said") {
  const std::string text = shown({{"metadata[db_password].value", lang::Data("one"), lang::Data("two")},
                                  {"cmdline", lang::Data("TOKEN=abc run"), lang::Data("TOKEN=abc walk")}});
  CHECK(!has(text, "one"));
  CHECK(!has(text, "abc"));
  CHECK(has(text, "metadata[db_password].value (a secret)"));
  CHECK(has(text, "+ \"TOKEN=*** walk\""));
}

TEST_CASE("a new job is a line a field, its amounts as a config has them, its secrets masked") {
  JobPlan plan;
  plan.key = {"west", "www", "prod", "web"};
  plan.action = PlanAction::create;
  plan.wanted_instances = 2;
  plan.new_fields = {{"task.resources.ram", std::nullopt, lang::Data(32 << 20)},
                     {"task.resources.disk", std::nullopt, lang::Data(std::int64_t{3} << 30)},
                     {"task.resources.cpu", std::nullopt, lang::Data(0.5)},
                     {"priority", std::nullopt, lang::Data(32 << 20)},
                     {"metadata[api_key].value", std::nullopt, lang::Data("abc")},
                     {"task.processes[run].cmdline", std::nullopt, lang::Data("one\nTOKEN=abc two")}};
  const std::string text = plan_text(mask_plan(plan), Style(false));
  CHECK(text ==
        "west/www/prod/web: create 2 instances\n"
        "    + task.resources.ram: 32*MB\n"
        "    + task.resources.disk: 3*GB\n"
        "    + task.resources.cpu: 0.5\n"
        "    + priority: 33554432\n"
        "    + metadata[api_key].value: \"***\"\n"
        "    + task.processes[run].cmdline:\n"
        "        one\n"
        "        TOKEN=*** two\n");
}

TEST_CASE("an update in progress is told before anything else, also when nothing is to change") {
  JobPlan plan = update_of({});
  UpdateSummary update;
  update.id = "5e2f";
  update.status = "ROLL_FORWARD_PAUSED";
  update.user = "ann";
  plan.update_in_progress = update;
  const std::string said =
      "  ! update 5e2f of this job goes on (ROLL_FORWARD_PAUSED, started 1970-01-01T00:00:00 by ann)";
  CHECK(has(plan_text(plan, Style(false)), "web: update\n" + said + "; the cluster takes no other until it is over\n"));
  plan.action = PlanAction::unchanged;
  CHECK(has(plan_text(plan, Style(false)), "web: nothing to change\n" + said + "\n"));
}

TEST_CASE("several plans are summed up") {
  JobPlan created = update_of({});
  created.action = PlanAction::create;
  JobPlan same = update_of({});
  same.action = PlanAction::unchanged;
  CHECK(plan_summary({created, update_of({}), same, same}) == "4 jobs: 1 to create, 1 to update, 2 unchanged");
}
