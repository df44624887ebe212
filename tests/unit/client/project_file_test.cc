#include "client/validate/project_file.h"

#include <doctest/doctest.h>

#include "client/validate/path_pattern.h"

using namespace borealis;
using namespace borealis::client;
using namespace std::chrono_literals;

TEST_CASE("patterns of paths") {
  CHECK(matches_path("services/web.aurora", "services/web.aurora"));
  CHECK(matches_path("services/*.aurora", "services/web.aurora"));
  CHECK_FALSE(matches_path("*.aurora", "services/web.aurora"));
  CHECK(matches_path("**/*.aurora", "services/web.aurora"));
  CHECK(matches_path("**/*.aurora", "web.aurora"));
  CHECK(matches_path("services/**", "services/a/b/web.aurora"));
  CHECK(matches_path("services/**/web.aurora", "services/web.aurora"));
  CHECK(matches_path("services", "services/a/web.aurora"));
  CHECK(matches_path("./services/", "services/web.aurora"));
  CHECK_FALSE(matches_path("service", "services/web.aurora"));
  CHECK_FALSE(matches_path("services/web.aurora", "services"));
  CHECK(matches_path("services/[ab]?.aurora", "services/a1.aurora"));
  CHECK_FALSE(matches_path("services/[!ab]?.aurora", "services/a1.aurora"));
  CHECK_FALSE(matches_path("", "a"));
  CHECK_FALSE(matches_path("a", ""));
}

TEST_CASE("a pattern with many stars is no burden") {
  CHECK_FALSE(matches_path("**/**/**/**/**/**/**/**/x", "a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a"));
}

TEST_CASE("what a project says of a file") {
  const auto project = parse_project_file(R"(
strict = true
ignore = ["task-links"]
time_limit = "2m"
cpu_limit = 90
memory_limit = 512

[[files]]
path = "legacy"
ignore = ["tier"]
strict = false
time_limit = "1h"

[[files]]
path = "legacy/new.aurora"
select = ["environment"]
)",
                                          "borealis.toml");
  REQUIRE(project.ok());
  const RuleChoice other = project->rules_for("web.aurora");
  CHECK((other.strict && other.ignore == std::set<std::string>{"task-links"} && !other.select));
  const RuleChoice legacy = project->rules_for("legacy/new.aurora");
  CHECK((!legacy.strict && legacy.ignore == std::set<std::string>{"task-links", "tier"}));
  CHECK(legacy.select == std::set<std::string>{"environment"});
  schema::EvaluationLimits limits;
  project->apply_limits("legacy/x.aurora", limits);
  CHECK((limits.wall == 3600s && limits.cpu == 90s && limits.memory_bytes == 512u << 20));
  project->apply_limits("x.aurora", limits);
  CHECK(limits.wall == 120s);
}

TEST_CASE("an error that says there is no job is wanted whatever was chosen") {
  RuleChoice choice;
  choice.select.emplace();
  lang::Diagnostic d;
  d.rule = "wrong-type";
  CHECK(choice.wants(d));
  d.rule = "tier";
  CHECK_FALSE(choice.wants(d));
}

TEST_CASE("flags change the limits of a cluster") {
  const auto project = parse_project_file(R"([clusters.prod]
max_tasks_per_job = 7
allowed_container_types = "MESOS,DOCKER"
allowed_job_environments = "prod|qa\\d"
allow_gpu_resource = true
tier_config = { gold = { preemptible = false }, silver = { preemptible = true, revocable = true } }
)",
                                          "borealis.toml");
  REQUIRE(project.ok());
  schema::SchedulerLimits limits;
  for (const SchedulerFlag& flag : project->clusters.at("prod")) apply_flag(flag, limits);
  CHECK(limits.max_tasks_per_job == 7);
  CHECK(limits.allows_container("DOCKER"));
  CHECK((limits.allowed_job_environments.matches("qa1") && !limits.allowed_job_environments.matches("test")));
  CHECK(limits.allow_gpu_resource);
  REQUIRE(limits.tier("gold") != nullptr);
  CHECK(limits.tier("gold")->is_production());
  CHECK(limits.tier("preferred") == nullptr);
}

TEST_CASE("every mistake has its place") {
  const auto project = parse_project_file("strict = 1\n\nfoo = 2\n[clusters.a]\nmax_tasks_per_job = -1\n", "p.toml");
  REQUIRE_FALSE(project.ok());
  CHECK(project.error().kind == lang::ErrorClass::usage);
  const lang::Diagnostics& found = project.error().diagnostics;
  REQUIRE(found.size() == 3);
  CHECK(found[0].span == lang::Span{"p.toml", 1, 10, 1, 11});
  CHECK(found[1].span.line == 3);
  CHECK(found[2].span.line == 5);
}

TEST_CASE("what is no TOML is an error, never a crash") {
  const std::string good = "strict = true\n[[files]]\npath = \"a\"\n[clusters.a]\ntier_config = { x = { } }\n";
  for (std::size_t length = 0; length < good.size(); ++length) {
    for (const char* tail : {"", "\xff", "]", "=", "\"", "{{{{"})
      (void)parse_project_file(good.substr(0, length) + tail, "p.toml").ok();
  }
  CHECK_FALSE(parse_project_file(std::string(5000, '['), "p.toml").ok());
  CHECK_FALSE(parse_project_file("clusters = 1", "p.toml").ok());
  CHECK_FALSE(parse_project_file("clusters.a = 1", "p.toml").ok());
  CHECK_FALSE(parse_project_file("files = 1", "p.toml").ok());
}
