// What the engines for operators send, and what they make of the answers.
#include "client/api/AuroraAdmin.h"
#include "client/aurora/admin_engine.h"
#include "client/aurora/cron_engine.h"
#include "doctest/doctest.h"
#include "fake_scheduler.h"

namespace borealis::client::aurora::testing {
namespace {

using api::ResponseCode;

api::Response ok() {
  return response(ResponseCode::OK);
}

api::Response with(const api::Result& result) {
  api::Response reply = ok();
  reply.__set_result(result);
  return reply;
}

api::JobKey job_key(const std::string& name) {
  api::JobKey key;
  key.__set_role("www");
  key.__set_environment("prod");
  key.__set_name(name);
  return key;
}

api::Response jobs_with(const std::string& name, const std::string& schedule) {
  api::JobConfiguration job;
  job.__set_key(job_key(name));
  if (!schedule.empty()) job.__set_cronSchedule(schedule);
  job.__set_cronCollisionPolicy(api::CronCollisionPolicy::CANCEL_NEW);
  job.__set_instanceCount(3);
  api::GetJobsResult jobs;
  jobs.__set_configs({job});
  api::Result result;
  result.__set_getJobsResult(jobs);
  return with(result);
}

std::vector<std::string> methods(const Fake& fake) {
  std::vector<std::string> names;
  for (const Sent& sent : fake.sent) names.push_back(sent.method);
  return names;
}

struct Admin {
  Fake reads;
  Fake admin;
  std::unique_ptr<AdminEngine> engine = make_admin_engine(reads.connect(), admin.connect(), "c");
};

const schema::JobKey nightly{"c", "www", "prod", "nightly"};

TEST_CASE("cron entries come with their next run") {
  Fake fake;
  api::JobSummary summary;
  summary.job.__set_key(job_key("nightly"));
  summary.__set_job(summary.job);
  summary.__set_nextCronRunMs(1234);
  api::JobSummaryResult summaries;
  summaries.__set_summaries({summary});
  api::Result result;
  result.__set_jobSummaryResult(summaries);
  fake.answers = {answer(jobs_with("nightly", "0 4 * * *")), answer(with(result))};
  const auto entries = make_cron_engine(fake.connect(), "c")->entries("www");
  REQUIRE(entries);
  REQUIRE(entries->size() == 1);
  CHECK(entries->front().key.text() == "c/www/prod/nightly");
  CHECK(entries->front().schedule == "0 4 * * *");
  CHECK(entries->front().collision_policy == "CANCEL_NEW");
  CHECK(entries->front().instances == 3);
  CHECK(entries->front().next_run_ms == 1234);
}

TEST_CASE("the end of a schedule that isn't there is no success") {
  for (const auto& jobs : {jobs_with("other", "0 4 * * *"), jobs_with("nightly", "")}) {
    Fake fake;
    fake.answers = {answer(jobs)};
    const auto status = make_cron_engine(fake.connect(), "c")->deschedule(nightly);
    REQUIRE_FALSE(status);
    CHECK(status.error().kind == lang::ErrorClass::not_found);
    CHECK(methods(fake) == std::vector<std::string>{"getJobs"});
  }
}

TEST_CASE("a cron job is started and descheduled") {
  Fake fake;
  const auto scheduled = answer(jobs_with("nightly", "0 4 * * *"));
  fake.answers = {scheduled, answer(ok()), scheduled, answer(ok())};
  const auto engine = make_cron_engine(fake.connect(), "c");
  CHECK(engine->start(nightly));
  CHECK(engine->deschedule(nightly));
  CHECK(methods(fake) == std::vector<std::string>{"getJobs", "startCronJob", "getJobs", "descheduleCronJob"});
}

TEST_CASE("a refusal is told") {
  Fake fake;
  fake.answers = {answer(jobs_with("nightly", "0 4 * * *")), answer(response(ResponseCode::AUTH_FAILED, "not you"))};
  const auto status = make_cron_engine(fake.connect(), "c")->start(nightly);
  REQUIRE_FALSE(status);
  CHECK(status.error().kind == lang::ErrorClass::denied);
  CHECK(status.error().message.find("not you") != std::string::npos);
}

TEST_CASE("quota in cores and megabytes") {
  Admin a;
  api::Resource cpu;
  cpu.__set_numCpus(4);
  api::Resource ram;
  ram.__set_ramMb(512);
  api::ResourceAggregate aggregate;
  aggregate.__set_resources({cpu, ram});
  api::GetQuotaResult quota;
  quota.__set_quota(aggregate);
  quota.__set_prodSharedConsumption(aggregate);
  api::Result result;
  result.__set_getQuotaResult(quota);
  a.reads.answers = {answer(with(result))};
  const auto report = a.engine->quota("www");
  REQUIRE(report);
  CHECK(report->allocated.cpu == 4);
  CHECK(report->allocated.ram_mb == 512);
  CHECK(report->allocated.disk_mb == 0);
  REQUIRE(report->prod_shared);
  CHECK(report->prod_shared->cpu == 4);
  CHECK_FALSE(report->non_prod_shared);

  a.admin.answers = {answer(ok())};
  CHECK(a.engine->set_quota("www", {1.5, 10, 20}));
  auto call = api::CallReader::open(api::Wire::binary, a.admin.sent[0].body);
  api::AuroraAdmin_setQuota_args args;
  REQUIRE(call->read(args));
  CHECK(args.ownerRole == "www");
  CHECK(args.quota.resources.size() == 3);
}

TEST_CASE("hosts that a cluster doesn't know are missing, the others sorted") {
  Admin a;
  std::set<api::HostStatus> statuses;
  for (const char* name : {"b", "a"}) {
    api::HostStatus status;
    status.__set_host(name);
    status.__set_mode(api::MaintenanceMode::DRAINING);
    statuses.insert(status);
  }
  api::DrainHostsResult drained;
  drained.__set_statuses(statuses);
  api::Result result;
  result.__set_drainHostsResult(drained);
  a.admin.answers = {answer(with(result))};
  const auto modes = a.engine->drain({"a", "b", "c"});
  REQUIRE(modes);
  REQUIRE(modes->size() == 2);
  CHECK((*modes)[0].host == "a");
  CHECK((*modes)[0].mode == "DRAINING");
  CHECK_FALSE(a.engine->drain({}));
  CHECK(a.admin.sent.size() == 1);  // nothing was sent for no hosts
}

TEST_CASE("pruning names what was searched for") {
  Admin a;
  a.admin.answers = {answer(ok())};
  TaskSearch search;
  search.role = "www";
  search.states = {"FAILED", "LOST"};
  search.limit = 7;
  CHECK(a.engine->prune(search));
  auto call = api::CallReader::open(api::Wire::binary, a.admin.sent[0].body);
  api::AuroraAdmin_pruneTasks_args args;
  REQUIRE(call->read(args));
  CHECK(args.query.role == "www");
  CHECK(args.query.limit == 7);
  CHECK(args.query.statuses == std::set{api::ScheduleStatus::FAILED, api::ScheduleStatus::LOST});
  CHECK_FALSE(bool{args.query.__isset.environment});
}

TEST_CASE("no tasks of a backup are deleted when none is named") {
  Admin a;
  const auto status = a.engine->delete_recovery_tasks({});
  REQUIRE_FALSE(status);
  CHECK(status.error().kind == lang::ErrorClass::usage);
  CHECK(a.admin.sent.empty());
}

TEST_CASE("live tasks are asked for by state") {
  Admin a;
  api::Result result;
  result.__set_scheduleStatusResult({});
  a.reads.answers = {answer(with(result))};
  REQUIRE(a.engine->live_tasks());
  auto call = api::CallReader::open(api::Wire::binary, a.reads.sent[0].body);
  api::ReadOnlyScheduler_getTasksWithoutConfigs_args args;
  REQUIRE(call->read(args));
  CHECK(args.query.statuses.contains(api::ScheduleStatus::RUNNING));
  CHECK_FALSE(args.query.statuses.contains(api::ScheduleStatus::PENDING));
  CHECK_FALSE(args.query.statuses.contains(api::ScheduleStatus::FINISHED));
}

}  // namespace
}  // namespace borealis::client::aurora::testing
