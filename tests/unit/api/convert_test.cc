#include <doctest/doctest.h>

#include "client/api/convert.h"
#include "client/api/json_reader.h"
#include "client/api/names.h"
#include "client/api/plain_json.h"
#include "client/api/tjson.h"
#include "lang/json.h"

using namespace borealis;
using namespace borealis::api;

namespace {

lang::Data map(std::initializer_list<lang::Entry> entries) {
  return lang::Data(lang::Data::Object{"MesosJob", 0, entries});
}

lang::Data job_data() {
  return map({{"name", "web"},
              {"role", "www"},
              {"instances", 3},
              {"cron_collision_policy", "KILL_EXISTING"},
              {"update_config", map({{"batch_size", 2}})},
              {"production", false},
              {"rate", 15.0}});
}

schema::Job simple_job() {
  schema::Job job;
  job.name = "web";
  job.role = "www";
  job.cluster = "local";
  job.environment = "prod";
  job.instances = 3;
  job.service = true;
  job.task.name = "web";
  schema::Process process;
  process.name = "web";
  process.cmdline = "echo";
  job.task.processes = {process};
  job.task.resources = schema::Resources{1.5, 128 << 20, (64 << 20) + 5, 0};
  return job;
}

JobConfiguration converted(const schema::Job& job) {
  auto result = to_job_configuration(job, job_data(), "alice");
  if (!result) MESSAGE(result.error().message);
  REQUIRE(result.ok());
  return *result;
}

std::string rules(const schema::Job& job) {
  const auto result = to_job_configuration(job, job_data(), "alice");
  if (result) return "";
  CHECK(result.error().kind == lang::ErrorClass::findings);
  std::string text;
  for (const auto& diagnostic : result.error().diagnostics) text += diagnostic.path + ":" + diagnostic.rule + " ";
  return text;
}

std::string constraint_text(const std::string& expression) {
  schema::Job job = simple_job();
  job.constraints = schema::StringMap{{"rack", expression}};
  return lang::to_json(to_data(converted(job).taskConfig.constraints.begin()->constraint));
}

}  // namespace

TEST_CASE("a plain service, field by field") {
  const JobConfiguration result = converted(simple_job());
  CHECK(
      to_tjson(result) ==
      R"({"5":{"i32":0},"6":{"rec":{"7":{"tf":1},"11":{"i32":0},"13":{"i32":1},"17":{"rec":{"2":{"str":"alice"}}},)"
      R"("18":{"tf":0},"20":{"set":["rec",0]},"22":{"map":["str","str",0,{}]},"25":{"rec":{"1":{"str":"AuroraExecutor"},)"
      R"("2":{"str":"{\"name\": \"web\", \"role\": \"www\", \"cron_collision_policy\": \"KILL_EXISTING\", )"
      R"(\"production\": false, \"rate\": 15.0}"}}},"27":{"set":["rec",0]},)"
      R"("28":{"rec":{"1":{"str":"www"},"2":{"str":"prod"},"3":{"str":"web"}}},"29":{"rec":{"1":{"rec":{}}}},)"
      R"("32":{"set":["rec",3,{"1":{"dbl":1.5}},{"2":{"i64":128}},{"3":{"i64":64}}]}}},)"
      R"("7":{"rec":{"2":{"str":"alice"}}},"8":{"i32":3},"9":{"rec":{"1":{"str":"www"},"2":{"str":"prod"},"3":{"str":"web"}}}})");
}

TEST_CASE("executor data leaves update_config and instances out, so that changing them changes no instance") {
  lang::Data other = job_data();
  other.set("instances", 300);
  other.erase("update_config");
  CHECK(executor_data(job_data()) == executor_data(other));
  schema::Job job = simple_job();
  job.executor_config = schema::ExecutorConfig{"Other", "mine {{mesos.instance}}"};
  CHECK(converted(job).taskConfig.executorConfig.data == "mine {{mesos.instance}}");
}

TEST_CASE("constraints") {
  CHECK(constraint_text("limit: 2 ") == R"({"limit": {"limit": 2}})");
  CHECK(constraint_text("limit:-1") == R"({"limit": {"limit": -1}})");
  CHECK(constraint_text("b, c") == R"({"value": {"negated": false, "values": [" c", "b"]}})");
  CHECK(constraint_text("b,,c,") == R"({"value": {"negated": false, "values": ["", "b", "c"]}})");
  CHECK(constraint_text("!b,!c") == R"({"value": {"negated": true, "values": ["!c", "b"]}})");
  CHECK(constraint_text("") == R"({"value": {"negated": false, "values": [""]}})");
  CHECK(constraint_text("Limit:2") == R"({"value": {"negated": false, "values": ["Limit:2"]}})");
  CHECK(constraint_text("!limit:2") == R"({"value": {"negated": true, "values": ["limit:2"]}})");
  schema::Job job = simple_job();
  for (const char* wrong : {"limit:x", "limit:", "limit:1.5", "limit:+-1", "limit:1_"}) {
    CAPTURE(wrong);
    job.constraints = schema::StringMap{{"rack", wrong}};
    CHECK(rules(job) == "constraints[rack]:invalid-constraint ");
  }
}

TEST_CASE("containers") {
  schema::Job job = simple_job();
  const auto text = [&job] { return lang::to_json(to_data(converted(job).taskConfig.container)); };
  CHECK(text() == R"({"mesos": {}})");
  job.container = schema::Docker{"img", {}};
  CHECK(text() == R"({"docker": {"image": "img", "parameters": []}})");
  job.container = schema::Container{schema::Docker{"img", {{"net", "host"}}}};
  CHECK(text() == R"({"docker": {"image": "img", "parameters": [{"name": "net", "value": "host"}]}})");
  job.container = schema::Mesos{schema::AppcImage{"a", "sha"}, {{"/in", "/out", schema::VolumeMode::RW}}};
  CHECK(text() == R"({"mesos": {"image": {"appc": {"name": "a", "imageId": "sha"}}, )"
                  R"("volumes": [{"containerPath": "/in", "hostPath": "/out", "mode": "RW"}]}})");
  job.container = schema::Container{};
  CHECK(rules(job) == "container:container-without-type ");
}

TEST_CASE("optional parts are absent unless set") {
  schema::Job job = simple_job();
  CHECK_FALSE(converted(job).__isset.cronSchedule);
  job.cron_schedule = "";
  CHECK(converted(job).__isset.cronSchedule);
  job.cron_collision_policy = "cancel_new";
  CHECK(converted(job).cronCollisionPolicy == CronCollisionPolicy::CANCEL_NEW);
  job.sla_policy = schema::CountSlaPolicy{25, 900};
  job.partition_policy = schema::PartitionPolicy{false, 30};
  job.task.resources->gpu = 2;
  job.metadata = {{"k", "v"}, {"k", "v"}, {"k", "w"}};
  const TaskConfig task = converted(job).taskConfig;
  CHECK(task.slaPolicy.countSlaPolicy.count == 25);
  CHECK_FALSE(task.slaPolicy.__isset.percentageSlaPolicy);
  CHECK(task.partitionPolicy.delaySecs == 30);
  CHECK(task.resources.size() == 4);
  CHECK(task.metadata.size() == 2);
  CHECK_FALSE(task.__isset.tier);
}

TEST_CASE("ports become resources of their own") {
  schema::Job job = simple_job();
  job.task.processes->front().cmdline = "serve {{thermos.ports[http]}} {{thermos.ports[admin]}}";
  std::set<std::string> ports;
  for (const Resource& resource : converted(job).taskConfig.resources) {
    if (resource.__isset.namedPort) ports.insert(resource.namedPort);
  }
  CHECK(ports == std::set<std::string>{"admin", "http"});
}

TEST_CASE("what can't be sent is refused, all of it at once") {
  schema::Job job = simple_job();
  job.name = "a b";
  job.environment =
      "pr\xc3\xb6"
      "d";
  job.task.resources->ram = (1 << 20) - 1;
  job.task.resources->cpu = 0;
  job.priority = 1ll << 40;
  job.cron_collision_policy = "BOGUS";
  CHECK(rules(job) ==
        "environment:invalid-identifier name:invalid-identifier priority:number-range "
        "task.resources.cpu:resources-positive task.resources.ram:resources-positive "
        "cron_collision_policy:cron-collision-policy ");
  job = simple_job();
  job.role = "role\n";
  job.task.resources.reset();
  CHECK(rules(job) == "role:invalid-identifier task.resources:missing-field ");
}

TEST_CASE("tier and production are made to agree") {
  GetTierConfigResult tiers;
  tiers.__set_defaultTierName("preemptible");
  const auto tier = [&tiers](const char* name, const char* preemptible, const char* revocable) {
    TierConfig config;
    config.__set_name(name);
    config.__set_settings({{"preemptible", preemptible}, {"revocable", revocable}});
    tiers.tiers.insert(config);
  };
  tier("preferred", "false", "false");
  tier("preemptible", "true", "false");
  tier("revocable", "true", "true");

  const auto filled = [&tiers](std::optional<std::string> name, bool production) {
    schema::Job job = simple_job();
    job.tier = name;
    job.production = production;
    lang::Data data = job_data();
    data.set("production", production);
    fill_in_tier(job, data, tiers);
    CHECK(*data.field("production")->boolean() == job.production);
    return job.tier.value_or("-") + (job.production ? "+" : "");
  };
  CHECK(filled(std::nullopt, true) == "preferred+");
  CHECK(filled(std::nullopt, false) == "preemptible");
  CHECK(filled("preferred", false) == "preferred+");
  CHECK(filled("revocable", true) == "revocable");
  CHECK(filled("unheard-of", true) == "unheard-of+");

  schema::Job job = simple_job();
  lang::Data data = job_data();
  fill_in_tier(job, data, tiers);
  CHECK(lang::to_json(data).find(R"("instances": 3, "tier": "preemptible", "cron_collision_policy")") !=
        std::string::npos);
}

TEST_CASE("update settings") {
  schema::Job job = simple_job();
  const auto settings = [&job] {
    auto result = to_update_settings(job, job_data());
    REQUIRE(result.ok());
    return *result;
  };
  CHECK(settings().updateStrategy.queueStrategy.groupSize == 1);
  CHECK(settings().minWaitInInstanceRunningMs == 45'000);
  CHECK_FALSE(settings().__isset.blockIfNoPulsesAfterMs);

  job.update_config = schema::UpdateConfig{};
  job.update_config->batch_size = 5;
  job.update_config->wait_for_batch_completion = true;
  job.update_config->pulse_interval_secs = 60;
  CHECK(settings().updateStrategy.batchStrategy.groupSize == 5);
  CHECK(settings().waitForBatchCompletion);
  CHECK(settings().blockIfNoPulsesAfterMs == 60'000);

  job.update_config = schema::UpdateConfig{};
  job.update_config->update_strategy = schema::QueueUpdateStrategy{7};
  CHECK(settings().updateStrategy.queueStrategy.groupSize == 7);
  CHECK(settings().updateGroupSize == 7);
  job.update_config->update_strategy = schema::BatchUpdateStrategy{4, true};
  CHECK(settings().updateStrategy.batchStrategy.autopauseAfterBatch);
  CHECK(settings().waitForBatchCompletion);
  job.update_config->update_strategy = schema::VariableBatchUpdateStrategy{{2, 3}, false};
  CHECK(settings().updateStrategy.varBatchStrategy.groupSizes == std::vector<std::int32_t>{2, 3});
  CHECK(settings().updateGroupSize == 2);

  job.update_config->batch_size = 2;
  job.update_config->wait_for_batch_completion = true;
  job.update_config->watch_secs = 3'000'000;
  job.update_config->pulse_interval_secs = 59;
  const auto refused = to_update_settings(job, job_data());
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().diagnostics.size() == 4);
}

TEST_CASE("instances as ranges and back") {
  const std::vector<int> instances = {0, 1, 2, 5, 8, 9};
  const std::set<Range> ranges = to_ranges(instances);
  CHECK(ranges.size() == 3);
  CHECK(from_ranges(ranges) == instances);
  CHECK(to_ranges({}).empty());
  Range absurd;
  absurd.__set_first(0);
  absurd.__set_last(INT32_MAX);
  Range reversed;
  reversed.__set_first(5);
  reversed.__set_last(1);
  CHECK(from_ranges({absurd, reversed}).empty());
}

TEST_CASE("the same job gives the same bytes, whatever the order its parts were given in") {
  schema::Job a = simple_job();
  a.metadata = {{"x", "1"}, {"y", "2"}};
  a.constraints = schema::StringMap{{"rack", "a,b"}, {"host", "limit:1"}};
  schema::Job b = a;
  b.metadata = {{"y", "2"}, {"x", "1"}};
  b.constraints = schema::StringMap{{"host", "limit:1"}, {"rack", "b,a"}};
  CHECK(to_tjson(converted(a)) == to_tjson(converted(b)));
  CHECK(to_tjson_list({}) == "[\n]\n");
  CHECK(parse_json(to_tjson_list({converted(a), converted(b)})).ok());
}
