#include "schema/check.h"

#include <doctest/doctest.h>

#include "sample.h"

using namespace borealis;
using namespace borealis::schema;

namespace {

// A session that answers what it was given; the line of a place is its site.
class FakeSession : public Session {
 public:
  std::vector<JobRecord> records;
  Outcome outcome{.has_jobs = true, .diagnostics = {}, .inputs = {}, .hooks_defined = false};

  std::optional<JobRecord> next() override {
    if (at_ == records.size()) return std::nullopt;
    return records[at_++];
  }
  Outcome finish() override { return outcome; }
  lang::Location locate(const lang::Place& place) override {
    const int line = static_cast<int>(place.site);
    return {{"config.aurora", line, 1, line, 2}, {}};
  }

 private:
  std::size_t at_ = 0;
};

JobRecord job_named(const char* name, int index, lang::SiteId site) {
  Job job = sample_job();
  job.name = name;
  JobRecord record = record_of(job, index);
  record.site = site;
  record.data.get<lang::Data::Object>()->site = site;
  return record;
}

}  // namespace

TEST_CASE("good jobs are handed on in order") {
  FakeSession session;
  session.records = {job_named("a", 0, 1), job_named("b", 1, 2)};
  const CheckedConfig config = check_config(session, {});
  CHECK(config.ok());
  REQUIRE(config.checked.size() == 2);
  CHECK(config.checked[1].key.text() == "west/www/prod/b");
  CHECK(config.list.size() == 2);
  CHECK_FALSE(failure_of(config));
}

TEST_CASE("a bad job is not handed on, and its findings have places") {
  FakeSession session;
  session.records = {job_named("a b", 0, 7), job_named("b", 1, 8)};
  const CheckedConfig config = check_config(session, {});
  CHECK_FALSE(config.ok());
  CHECK(config.error_class() == lang::ErrorClass::findings);
  CHECK(config.checked.size() == 1);
  REQUIRE(config.diagnostics.size() == 1);
  CHECK(config.diagnostics[0].span.line == 7);
}

TEST_CASE("a value that many jobs share is found fault with once") {
  FakeSession session;
  for (int i = 0; i < 50; ++i) {
    JobRecord record = job_named(("j" + std::to_string(i)).c_str(), i, static_cast<lang::SiteId>(100 + i));
    record.data.field("task");
    lang::Data resources = *record.data.find("task.resources");
    resources.get<lang::Data::Object>()->site = 5;
    resources.set("ram", 128, 5);
    lang::Data task = *record.data.field("task");
    task.set("resources", resources, 6);
    record.data.set("task", task, 6);
    session.records.push_back(record);
  }
  const CheckedConfig config = check_config(session, {});
  CHECK(config.diagnostics.size() == 1);
}

TEST_CASE("two jobs of one key") {
  FakeSession session;
  session.records = {job_named("a", 0, 3), job_named("b", 1, 4), job_named("a", 2, 5)};
  const CheckedConfig config = check_config(session, {});
  REQUIRE(config.diagnostics.size() == 1);
  CHECK(config.diagnostics[0].rule == "duplicate-job-key");
  CHECK(config.diagnostics[0].span.line == 5);
  REQUIRE(config.diagnostics[0].notes.size() == 1);
  CHECK(config.diagnostics[0].notes[0].span.line == 3);

  FakeSession again;
  again.records = session.records;
  CHECK(check_config(again, {CheckOptions::Stage::render, std::nullopt, {}}).ok());
}

TEST_CASE("one job of many") {
  FakeSession session;
  session.records = {job_named("a b", 0, 3), job_named("b", 1, 4)};
  const CheckedConfig config =
      check_config(session, {CheckOptions::Stage::validate, JobKey{"west", "www", "prod", "b"}, {}});
  CHECK(config.ok());
  CHECK(config.jobs == 1);
  CHECK(config.checked.size() == 1);
}

TEST_CASE("no such job") {
  FakeSession session;
  session.records = {job_named("web", 0, 3), job_named("api", 1, 4)};
  const CheckedConfig config =
      check_config(session, {CheckOptions::Stage::validate, JobKey{"west", "www", "prod", "wep"}, {}});
  CHECK(config.error_class() == lang::ErrorClass::no_jobs);
  REQUIRE(config.diagnostics.size() == 1);
  CHECK(config.diagnostics[0].rule == "no-such-job");
  CHECK(config.diagnostics[0].hint.find("did you mean `west/www/prod/web`") != std::string::npos);
  CHECK(config.diagnostics[0].span.line == 3);
}

TEST_CASE("an open reference in a number is said once") {
  FakeSession session;
  JobRecord record = job_named("web", 0, 3);
  record.data.set("instances", "{{n}}", 3);
  record.open_refs = {{"n", "instances", {3, "instances", "{{n}}"}, {}}};
  session.records = {record};
  const CheckedConfig config = check_config(session, {});
  REQUIRE(config.diagnostics.size() == 1);
  CHECK(config.diagnostics[0].rule == "unbound-reference");
}

TEST_CASE("a run-time reference in a number is refused") {
  FakeSession session;
  JobRecord record = job_named("web", 0, 3);
  record.data.set("instances", "{{mesos.instance}}", 3);
  record.open_refs = {{"mesos.instance", "instances", {3, "instances", ""}, {}}};
  session.records = {record};
  const CheckedConfig config = check_config(session, {});
  REQUIRE(config.diagnostics.size() == 1);
  CHECK(config.diagnostics[0].rule == "wrong-type");
}

TEST_CASE("hooks that nobody calls") {
  FakeSession session;
  session.records = {job_named("web", 0, 3)};
  session.outcome.hooks_defined = true;
  const CheckedConfig config = check_config(session, {});
  REQUIRE(config.diagnostics.size() == 1);
  CHECK(config.diagnostics[0].rule == "hooks-disabled");
  CHECK(config.ok());
}

TEST_CASE("without a list of jobs the class is 3") {
  FakeSession session;
  session.outcome.has_jobs = false;
  lang::Diagnostic d;
  d.rule = "syntax-error";
  d.message = "x";
  session.outcome.diagnostics = {d};
  const CheckedConfig config = check_config(session, {});
  REQUIRE(failure_of(config));
  CHECK(failure_of(config)->kind == lang::ErrorClass::no_jobs);
}

TEST_CASE("a call that misspells a field is not told that it lacks the one that was meant") {
  FakeSession session;
  JobRecord record = job_named("web", 0, 3);
  lang::Data process = lang::Data::Object{"Process", 7, {}};
  lang::Data task = *record.data.field("task");
  task.set("processes", lang::Data::List{process}, 6);
  record.data.set("task", task, 6);
  session.records = {record};
  lang::Diagnostic misspelled;
  misspelled.rule = "unknown-field";
  misspelled.message = "Process has no field `nam`";
  misspelled.place = {7, "nam", "="};
  session.outcome.diagnostics = {misspelled};
  const CheckedConfig config = check_config(session, {});
  REQUIRE(config.diagnostics.size() == 2);
  CHECK(config.diagnostics[0].message == "Process needs the field `cmdline`");
  CHECK(config.diagnostics[1].rule == "unknown-field");
}
