// Rules about jobs: what each finds fault with, and that the good job is left alone.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "rules_found.h"
#include "schema/rule_index.h"

using namespace borealis;
using namespace borealis::schema;

TEST_CASE("a good job is left alone") {
  CHECK(check(record_of(sample_job())).empty());
}

TEST_CASE("names of rules are unique") {
  std::set<std::string> ids;
  for (const Rule* rule : all_rules()) CHECK(ids.insert(rule->id).second);
}

TEST_CASE("references") {
  JobRecord record = record_of(sample_job());
  record.open_refs = {{"profile.repo", "task.processes[0].cmdline", {9, "cmdline", "{{profile.repo}}"}, {}},
                      {"thermos.ports[http]", "task.processes[0].cmdline", {9, "cmdline", ""}, {}},
                      {"mesos.instnace", "contact", {9, "contact", ""}, {}},
                      {"thermos.ports.http", "jobs[0].task.processes[0].cmdline", {9, "cmdline", ""}, {}},
                      {"mesos.task_id", "contact", {9, "contact", ""}, {}},
                      {"thermos.port[http]", "contact", {9, "contact", ""}, {}},
                      {"profile.bukcet", "contact", {9, "contact", ""}, {}, "profile.bucket"}};
  const lang::Diagnostics found = check(record);
  REQUIRE(found.size() == 6);
  CHECK(found[0].message == "the reference `{{profile.repo}}` is bound to nothing");
  CHECK(found[0].place == lang::Place{9, "cmdline", "{{profile.repo}}"});
  CHECK(found[0].path == "jobs[0].task.processes[0].cmdline");
  CHECK(found[1].hint == "did you mean `mesos.instance`?");
  CHECK(found[2].hint == "a port is written with brackets: `{{thermos.ports[http]}}`");
  CHECK(found[3].hint == "did you mean `thermos.task_id`?");
  CHECK(found[4].hint == "did you mean `thermos.ports[http]`?");
  CHECK(found[5].hint == "did you mean `profile.bucket`?");
}

TEST_CASE("names") {
  CHECK(found_after([](Job& j) { j.role = "web team"; }) == Ids{"invalid-identifier"});
  CHECK(found_after([](Job& j) { j.name = "hello world!"; }) == Ids{"invalid-identifier"});
  CHECK(found_after([](Job& j) { j.name = "n{{mesos.instance}}"; }) == Ids{"invalid-identifier"});
  CHECK(found_after([](Job& j) { j.name = std::string(256, 'a'); }) == Ids{"identifier-length"});
  CHECK(found_after([](Job& j) { j.environment = "prod/eu"; }) == Ids{"invalid-identifier"});
  CHECK(found_after([](Job& j) { j.environment = "production"; }) == Ids{"environment"});
  CHECK(found_after([](Job& j) { j.environment = "staging-eu"; }) == Ids{"environment"});
  CHECK(found_after([](Job& j) { j.environment = "staging12"; }).empty());
  CHECK(found_after([](Job& j) { j.task.processes->front().name = "web/server"; }) == Ids{"process-name"});
  CHECK(found_after([](Job& j) { j.tier = "gold"; }) == Ids{"tier"});
  CHECK(found_after([](Job& j) { j.tier = "my tier"; }) == Ids{"tier"});
  CHECK(found_after([](Job& j) { j.tier = "preferred"; }).empty());
}

TEST_CASE("references where nothing fills them in") {
  CHECK(found_after([](Job& j) { j.contact = "{{mesos.instance}}@x"; }) == Ids{"unfilled-reference"});
  CHECK(found_after([](Job& j) {
          j.constraints = StringMap{{"host", "{{mesos.hostname}}"}};
        }) == Ids{"unfilled-reference"});
  CHECK(found_after([](Job& j) { j.metadata = {{"k", "{{thermos.task_id}}"}}; }) == Ids{"unfilled-reference"});
  CHECK(found_after([](Job& j) { j.tier = "{{mesos.instance}}"; }) == Ids{"tier"});
  CHECK(found_after([](Job& j) { j.cron_collision_policy = "{{mesos.instance}}"; }) == Ids{"cron-collision-policy"});
  CHECK(found_after([](Job& j) { j.name = "a{{b"; }) == Ids{"invalid-identifier", "unclosed-reference"});
}

TEST_CASE("executors") {
  CHECK(found_after([](Job& j) { j.executor_config->name = "Mine"; }) == Ids{"unknown-executor"});
}

TEST_CASE("updates") {
  CHECK(found_after([](Job& j) { j.update_config->max_total_failures = 1; }) == Ids{"max-total-failures"});
  CHECK(found_after([](Job& j) {
          j.instances = 100;
          j.constraints = StringMap{{"dedicated", "www/web"}};
          j.update_config->max_total_failures = 1;
        }) == Ids{"max-total-failures"});
  CHECK(found_after([](Job& j) { j.update_config->batch_size = 0; }) == Ids{"update-batch-size"});
  CHECK(found_after([](Job& j) { j.update_config->watch_secs = -1; }) == Ids{"negative-setting"});
  CHECK(found_after([](Job& j) { j.update_config->watch_secs = 2147484; }) == Ids{"number-range"});
  CHECK(found_after([](Job& j) { j.update_config->pulse_interval_secs = 30; }) == Ids{"pulse-interval"});
  CHECK(found_after([](Job& j) { j.update_config->sla_aware = true; }) == Ids{"sla-aware-update"});
  CHECK(found_after([](Job& j) { j.update_config->max_per_shard_failures = 20001; }) == Ids{"update-failures"});
  CHECK(found_after([](Job& j) {
          j.instances = 4;
          j.update_config->batch_size = 8;
        }) == Ids{"batch-covers-job"});
  CHECK(found_after([](Job& j) {
          j.instances = 4;
          j.update_config->update_strategy = VariableBatchUpdateStrategy{{4}, false};
        }) == Ids{"batch-covers-job"});
  CHECK(found_after([](Job& j) {
          j.instances = 4;
          j.update_config->update_strategy = VariableBatchUpdateStrategy{{1, 4}, false};
        }).empty());
  CHECK(found_after([](Job& j) { j.update_config->update_strategy = QueueUpdateStrategy{3000000000}; }) ==
        Ids{"number-range"});
  const auto strategy = [](UpdateStrategy chosen, std::int64_t batch, bool wait) {
    return found_after([&](Job& j) {
      j.update_config->update_strategy = chosen;
      j.update_config->batch_size = batch;
      j.update_config->wait_for_batch_completion = wait;
    });
  };
  CHECK(strategy(BatchUpdateStrategy{2, false}, 1, false).empty());
  CHECK(strategy(BatchUpdateStrategy{2, false}, 2, false) == Ids{"ambiguous-update"});
  CHECK(strategy(BatchUpdateStrategy{2, false}, 1, true) == Ids{"ambiguous-update"});
  CHECK(strategy(QueueUpdateStrategy{0}, 1, false) == Ids{"update-groups"});
  CHECK(strategy(VariableBatchUpdateStrategy{{}, false}, 1, false) == Ids{"update-groups"});
  CHECK(strategy(VariableBatchUpdateStrategy{{1, 0}, false}, 1, false) == Ids{"update-groups"});
}

TEST_CASE("settings that nobody looks at") {
  CHECK(found_after([](Job& j) { j.task.user = "root"; }) == Ids{"unused-setting"});
  CHECK(found_after([](Job& j) { j.task.user = "www"; }).empty());
  CHECK(found_after([](Job& j) { j.executor_config->data = "x"; }) == Ids{"unused-setting"});
  CHECK(found_after([](Job& j) {
          j.task.processes->front().logger = Logger{LoggerDestination::file, LoggerMode::standard, RotatePolicy{}};
        }) == Ids{"unused-setting"});
  CHECK(found_after([](Job& j) {
          j.health_check_config->health_checker = HealthCheckerConfig{HttpHealthChecker{}, ShellHealthChecker{"./ok"}};
        }) == Ids{"unused-setting"});
  JobRecord record = record_of(sample_job());
  record.data.set("cron_collision_policy", "KILL_EXISTING", 1);
  CHECK(rules_of(check(record)) == Ids{"unused-setting"});
}

TEST_CASE("updates that notice nothing") {
  CHECK(found_after([](Job& j) { j.update_config->watch_secs = 0; }) == Ids{"unwatched-update"});
  CHECK(found_after([](Job& j) {
          j.update_config->watch_secs = 0;
          j.task.processes->front().cmdline += " {{thermos.ports[health]}}";
        }).empty());
}

TEST_CASE("constraints and containers") {
  const auto constraint = [](const char* name, const char* value) {
    return found_after([&](Job& j) { j.constraints = StringMap{{name, value}}; });
  };
  CHECK(constraint("host", "limit:x") == Ids{"invalid-constraint"});
  CHECK(constraint("host", "limit: 2 ").empty());
  CHECK(constraint("dedicated", "limit:2") == Ids{"dedicated-constraint"});
  CHECK(constraint("dedicated", "search/index") == Ids{"dedicated-constraint"});
  CHECK(constraint("dedicated", "www/a,www/b") == Ids{"dedicated-constraint"});
  CHECK(constraint("dedicated", "www/a").empty());
  CHECK(constraint("dedicated", "*/a").empty());
  CHECK(constraint("rack", "a,b").empty());
  CHECK(constraint("rack", "!a,b").empty());
  CHECK(constraint("rack", "a, b") == Ids{"constraint-value"});
  CHECK(constraint("rack", "!a,!b") == Ids{"constraint-value"});
  CHECK(constraint("rack", "a,,b") == Ids{"constraint-value"});
  CHECK(constraint("rack", "") == Ids{"constraint-value"});
  CHECK(constraint("host", "Limit:1") == Ids{"constraint-value"});
  CHECK(constraint("host", " limit:1") == Ids{"constraint-value"});
  CHECK(constraint("host", "!limit:1") == Ids{"constraint-value"});
  CHECK(constraint("host", "limit:0") == Ids{"impossible-limit"});
  CHECK(found_after([](Job& j) { j.container = Mesos{DockerImage{"app", "latest"}, {}}; }) == Ids{"latest-image"});
  CHECK(found_after([](Job& j) { j.container = Mesos{DockerImage{"app", "1.2"}, {}}; }).empty());
  CHECK(found_after([](Job& j) { j.container = Docker{"h:5000/app", {}}; }) == Ids{"container-type", "latest-image"});
  CHECK(found_after([](Job& j) { j.container = Docker{"app@sha256:0", {}}; }) == Ids{"container-type"});
  CHECK(found_after([](Job& j) { j.container = Container{}; }) == Ids{"container-without-type"});
  CHECK(found_after([](Job& j) { j.container = Docker{"app:1", {}}; }) == Ids{"container-type"});
  CHECK(found_after([](Job& j) {
          j.container = Container{Docker{"app:1", {}}};
        }) == Ids{"container-type", "deprecated-container"});
  CHECK(found_after([](Job& j) { j.container = Mesos{}; }).empty());
  CHECK(found_after([](Job& j) {
          j.container = Mesos{std::nullopt, {{"/c", "/h", VolumeMode::RO}}};
        }) == Ids{"disabled-feature"});
}

TEST_CASE("cron") {
  const auto cron = [](const char* schedule, const char* policy, bool service) {
    return found_after([&](Job& j) {
      j.cron_schedule = schedule;
      j.cron_collision_policy = policy;
      j.service = service;
    });
  };
  CHECK(cron("0 3 * * *", "cancel_new", false).empty());
  CHECK(cron("0 3 * * *", "KILL_EXISTING", true) == Ids{"cron-service"});
  CHECK(cron("61 3 * * *", "KILL_EXISTING", false) == Ids{"cron-schedule"});
  CHECK(cron("0 3 * * *", "KILL_OLD", false) == Ids{"cron-collision-policy"});
  CHECK(cron("0 3 * * *", "RUN_OVERLAP", false) == Ids{"cron-run-overlap"});
}

TEST_CASE("SLA policies") {
  const auto sla = [](std::int64_t instances, std::optional<std::string> tier, SlaPolicy policy) {
    return found_after([&](Job& j) {
      j.instances = instances;
      j.tier = tier;
      j.sla_policy = policy;
    });
  };
  CHECK(sla(30, "preferred", CountSlaPolicy{20, 60}).empty());
  CHECK(sla(30, "preemptible", CountSlaPolicy{20, 60}) == Ids{"sla-tier"});
  CHECK(sla(30, std::nullopt, CountSlaPolicy{20, 60}) == Ids{"sla-tier"});
  CHECK(sla(10, "preferred", CountSlaPolicy{5, 60}) == Ids{"sla-instances"});
  CHECK(sla(10, "preferred", CoordinatorSlaPolicy{"http://c", "drain"}).empty());
  CHECK(sla(30, "preferred", CountSlaPolicy{30, 60}) == Ids{"sla-room"});
  CHECK(sla(30, "preferred", PercentageSlaPolicy{99, 60}) == Ids{"sla-room"});
  CHECK(sla(30, "preferred", PercentageSlaPolicy{90, 60}).empty());
  CHECK(sla(30, "preferred", PercentageSlaPolicy{90, 7201}) == Ids{"sla-duration"});
}

TEST_CASE("what is deprecated or has no effect") {
  CHECK(found_after([](Job& j) { j.production = true; }) == Ids{"deprecated-production"});
  CHECK(found_after([](Job& j) {
          j.production = true;
          j.tier = "preemptible";
        }) == Ids{"deprecated-production"});
  CHECK(found_after([](Job& j) {
          j.production = true;
          j.tier = "preferred";
        }).empty());
  CHECK(found_after([](Job& j) { j.task_links = StringMap{{"a", "b"}}; }) == Ids{"task-links"});
}

TEST_CASE("rendering applies the rules of conversion alone") {
  Job job = sample_job();
  job.environment = "uat";
  job.production = true;
  job.update_config->batch_size = 0;
  CHECK(check(record_of(job), RuleStage::conversion).empty());
  job.task.resources->ram = 128;
  CHECK(rules_of(check(record_of(job), RuleStage::conversion)) == Ids{"size-without-unit"});
}

TEST_CASE("what could not be read is not found fault with twice") {
  JobRecord record = record_of(sample_job());
  record.data.set("instances", "three", 1);
  record.data.set("environment", "uat", 1);
  CHECK(rules_of(check(record)) == Ids{"wrong-type", "environment"});
}

TEST_CASE("every rule has its page, which says what the rule is") {
  std::set<std::string> pages = {"README.md"};
  const std::filesystem::path folder = std::filesystem::path(BOREALIS_SOURCE_ROOT) / "docs/rules";
  for (const RuleInfo& rule : rule_index()) {
    INFO(rule.id);
    CHECK(rule.summary.ends_with("."));
    const std::string name = std::string(rule.id) + ".md";
    CHECK(pages.insert(name).second);
    std::ifstream page(folder / name);
    std::string title;
    std::string blank;
    std::string summary;
    std::getline(page, title);
    std::getline(page, blank);
    std::getline(page, summary);
    CHECK(title == "# " + std::string(rule.id));
    CHECK(summary ==
          (rule.severity == lang::Severity::error ? "**Error.** " : "**Warning.** ") + std::string(rule.summary));
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    INFO(entry.path().string());
    CHECK(pages.contains(entry.path().filename()));
  }
}

TEST_CASE("what says that there is no job cannot be silenced") {
  for (const char* id : {"syntax-error", "wrong-type", "unbound-reference", "missing-field", "process-order"})
    CHECK_FALSE(find_rule(id)->silenceable);
  for (const char* id : {"environment", "task-links", "max-total-failures", "duplicate-job-key", "unused-ignore"})
    CHECK(find_rule(id)->silenceable);
  CHECK(find_rule("no-such-rule") == nullptr);
  CHECK(nearest_rule("enviroment") == "environment");
}

TEST_CASE("what an operator allows") {
  const auto found_with = [](const SchedulerLimits& limits, const std::function<void(Job&)>& spoil) {
    Job job = sample_job();
    spoil(job);
    return rules_of(check(record_of(job), RuleStage::lint, limits));
  };
  SchedulerLimits wide;
  wide.allowed_job_environments = *EnvironmentPattern::parse("production");
  wide.max_tasks_per_job = 5000;
  wide.max_update_instance_failures = 50000;
  wide.allowed_container_types = {"MESOS", "DOCKER"};
  wide.allow_docker_parameters = wide.allow_container_volumes = wide.allow_gpu_resource = true;
  wide.sla_aware_kill_non_prod = true;
  wide.min_required_instances_for_sla_check = 2;
  wide.max_sla_duration_secs = 10000;
  wide.tier_config = {{"gold", false, false}, {"spare", true, false}};
  wide.default_tier = "spare";
  CHECK(found_with(wide, [](Job&) {}) == Ids{"environment"});
  CHECK(found_with(wide, [](Job& j) {
          j.environment = "production";
          j.tier = "gold";
          j.instances = 4500;
          j.update_config->max_per_shard_failures = 10;
          j.task.resources->gpu = 1;
          j.container = Docker{"app:1", {{"volume", "/a:/a"}}};
          j.sla_policy = CountSlaPolicy{4, 9000};
        }).empty());
  CHECK(found_with(wide, [](Job& j) {
          j.environment = "production";
          j.instances = 3;
          j.container = Mesos{std::nullopt, {{"/c", "/h", VolumeMode::RO}}};
          j.sla_policy = CountSlaPolicy{1, 60};
        }).empty());
  CHECK(found_with(wide, [](Job& j) {
          j.environment = "production";
          j.tier = "preferred";
        }) == Ids{"tier"});

  SchedulerLimits narrow;
  narrow.max_tasks_per_job = 2;
  narrow.allowed_container_types = {"DOCKER"};
  narrow.owner = "the cluster `west`";
  CHECK(found_with(narrow, [](Job& j) { j.instances = 3; }) == Ids{"instance-count", "container-type"});
  CHECK(found_with(narrow, [](Job& j) { j.container = Docker{"app:1", {}}; }).empty());
}
