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

TEST_CASE("several plans are summed up") {
  JobPlan created = update_of({});
  created.action = PlanAction::create;
  JobPlan same = update_of({});
  same.action = PlanAction::unchanged;
  CHECK(plan_summary({created, update_of({}), same, same}) == "4 jobs: 1 to create, 1 to update, 2 unchanged");
}
