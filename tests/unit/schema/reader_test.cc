#include "schema/reader.h"

#include <doctest/doctest.h>

#include "sample.h"
#include "schema/context.h"
#include "schema/struct_info.h"

using namespace borealis;
using namespace borealis::schema;

namespace {

lang::Data object(std::string type, lang::SiteId site, std::vector<lang::Entry> entries) {
  return lang::Data::Object{std::move(type), site, std::move(entries)};
}

const lang::Diagnostic* find(const lang::Diagnostics& found, const std::string& path) {
  for (const lang::Diagnostic& d : found) {
    if (d.path == path) return &d;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("a job that is written and read again is the same") {
  Job job = sample_job();
  job.announce.emplace();
  job.constraints = StringMap{{"rack", "limit:1"}};
  job.sla_policy = CountSlaPolicy{3, 60};
  job.container = Mesos{DockerImage{"app", "1"}, {{"/c", "/h", VolumeMode::RW}}};
  job.update_config->update_strategy = VariableBatchUpdateStrategy{{1, 2, 4}, true};
  job.task.constraints = {{std::vector<std::string>{"web"}}};
  job.task.processes->front().logger = Logger{LoggerDestination::both, LoggerMode::rotate, RotatePolicy{1 << 20, 3}};

  lang::Diagnostics found;
  const std::optional<Job> read_again = read_job(record_of(job), found);
  REQUIRE(found.empty());
  REQUIRE(read_again);
  CHECK(lang::same_data(write(*read_again), write(job)));
  CHECK(std::get<CountSlaPolicy>(*read_again->sla_policy).count == 3);
  CHECK(std::get<Mesos>(*read_again->container).volumes.front().mode == VolumeMode::RW);
  CHECK(read_again->task.processes->front().logger->destination == LoggerDestination::both);
}

TEST_CASE("unset fields are absent and defaults are written, in declaration order") {
  const lang::Data data = write(sample_job());
  CHECK(data.field("tier") == nullptr);
  CHECK(data.field("announce") == nullptr);
  REQUIRE(data.find("lifecycle.http.graceful_shutdown_endpoint"));
  CHECK(*data.find("lifecycle.http.graceful_shutdown_endpoint")->text() == "/quitquitquit");
  CHECK(data.entries()->front().name == "name");
  CHECK((*data.entries())[1].name == "role");
}

TEST_CASE("every mistake is said, each at its place") {
  const lang::Data data =
      object("Resources", 7, {{"cpu", "1 core", 7}, {"ram", "{{memory}}", 8}, {"colour", "red", 7}});
  lang::Diagnostics found;
  CHECK_FALSE(read<Resources>(data, "jobs[0].task.resources", found));
  REQUIRE(found.size() == 4);

  const lang::Diagnostic* cpu = find(found, "jobs[0].task.resources.cpu");
  REQUIRE(cpu);
  CHECK(cpu->rule == "wrong-type");
  CHECK(cpu->message.find("'1 core'") != std::string::npos);
  CHECK(cpu->place == lang::Place{7, "cpu", ""});

  const lang::Diagnostic* ram = find(found, "jobs[0].task.resources.ram");
  REQUIRE(ram);
  CHECK(ram->message.find("{{memory}}") != std::string::npos);
  CHECK(ram->place == lang::Place{8, "ram", "{{memory}}"});

  const lang::Diagnostic* disk = find(found, "jobs[0].task.resources.disk");
  REQUIRE(disk);
  CHECK(disk->rule == "missing-field");
  CHECK(disk->message == "Resources needs the field `disk`");
  CHECK(disk->place == lang::Place{7, "", ""});

  const lang::Diagnostic* colour = find(found, "jobs[0].task.resources.colour");
  REQUIRE(colour);
  CHECK(colour->rule == "unknown-field");
}

TEST_CASE("what is no value of the language is named as what it is") {
  lang::Diagnostics found;
  const auto message_for = [&](lang::Data value) {
    found.clear();
    read<LifecycleConfig>(object("LifecycleConfig", 1, {{"http", std::move(value), 2}}), "x", found);
    return found.empty() ? "" : found.front().message;
  };
  CHECK(message_for(lang::Foreign{"NoneType", "None"}) ==
        "`http` of LifecycleConfig must be a HttpLifecycleConfig, not None");
  CHECK(message_for(object("Process", 3, {{"name", "api", 3}})).find("not a Process ('api')") != std::string::npos);
  CHECK(message_for(lang::Data::List{}).find("not a list") != std::string::npos);
}

TEST_CASE("a choice takes each of its structs and nothing else") {
  lang::Diagnostics found;
  const auto job_with = [&](lang::Data container) {
    JobRecord record = record_of(sample_job());
    record.data.set("container", std::move(container), 5);
    found.clear();
    return read_job(record, found);
  };
  CHECK(job_with(object("Docker", 1, {{"image", "a", 1}})));
  CHECK_FALSE(job_with("python:3"));
  REQUIRE(found.size() == 1);
  CHECK(found.front().message == "`container` of Job must be one of Container, Docker, Mesos, not the text 'python:3'");
}

TEST_CASE("an enumeration offers the value that was meant") {
  lang::Diagnostics found;
  const lang::Data data = object("Volume", 1, {{"container_path", "/c", 1}, {"host_path", "/h", 1}, {"mode", "ro", 1}});
  CHECK_FALSE(read<Volume>(data, "v", found));
  REQUIRE(found.size() == 1);
  CHECK(found.front().hint == "did you mean `RO`?");
  CHECK(found.front().message.find("one of RO, RW") != std::string::npos);
}

TEST_CASE("an integer of more than 64 bits is refused") {
  lang::Diagnostics found;
  const lang::Data data = object("PartitionPolicy", 1, {{"delay_secs", lang::BigInteger{"100000000000000000000"}, 1}});
  CHECK_FALSE(read<PartitionPolicy>(data, "p", found));
  REQUIRE(found.size() == 1);
  CHECK(found.front().message.find("64 bits") != std::string::npos);
}

TEST_CASE("what is no job is said to be none") {
  JobRecord record;
  record.index = 1;
  record.data = lang::Foreign{"NoneType", "None"};
  lang::Diagnostics found;
  CHECK_FALSE(read_job(record, found));
  REQUIRE(found.size() == 1);
  CHECK(found.front().message == "`jobs[1]` must be a Job, not None");
}

TEST_CASE("executor data is read leniently") {
  // As JSON comes: structs without names, numbers as text, keys of another version.
  const lang::Data data = lang::Data::Map{{
      {"name", "web", 0},
      {"processes",
       lang::Data::List{lang::Data::Map{
           {{"name", "web", 0}, {"cmdline", "./web", 0}, {"max_failures", "3", 0}, {"shiny", true, 0}}}},
       0},
      {"resources", lang::Data::Map{{{"cpu", 1, 0}, {"ram", 1048576, 0}, {"disk", 1048576, 0}}}, 0},
  }};
  lang::Diagnostics found;
  const std::optional<Task> task = read<Task>(data, "task", found, ReadMode::lenient);
  REQUIRE(task);
  CHECK(found.empty());
  CHECK(task->processes->front().max_failures == 3);
  CHECK(task->processes->front().min_duration == 5);
  CHECK(task->finalization_wait == 30);

  CHECK_FALSE(read<Task>(data, "task", found, ReadMode::strict));
}

TEST_CASE("a lenient reader finds the struct of a choice by its keys") {
  const lang::Data data = lang::Data::Map{{{"http", lang::Data::Map{{{"endpoint", "/ok", 0}}}, 0}}};
  lang::Diagnostics found;
  const auto checker = read<HealthCheckerConfig>(data, "h", found, ReadMode::lenient);
  REQUIRE(checker);
  CHECK(checker->http->endpoint == "/ok");
  CHECK(checker->http->expected_response == "ok");
  CHECK_FALSE(checker->shell);
}

TEST_CASE("a partial job knows which paths not to trust") {
  JobRecord record = record_of(sample_job());
  record.data.set("instances", "three", 1);
  lang::Diagnostics found;
  const PartialJob partial = read_partial(record, found);
  CHECK_FALSE(partial.good("instances"));
  CHECK(partial.good("task.resources.cpu"));
  CHECK_FALSE(partial.good(""));
  CHECK(partial.job.role == "www");
}
