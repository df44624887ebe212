#include "cluster/validate.h"

#include <cmath>

#include "world.h"

using namespace borealis;
using namespace borealis::cluster;

namespace {

api::JobConfiguration job() {
  api::JobConfiguration job;
  job.__set_taskConfig(World::config());
  job.__set_key(job.taskConfig.job);
  job.__isset.taskConfig = job.__isset.key = true;  // as a reader leaves them
  job.__set_instanceCount(3);
  return job;
}

template <class Change>
std::string refusal(Change change) {
  api::JobConfiguration changed = job();
  change(changed);
  return validate_job(changed).value_or("");
}

void set_cpus(api::JobConfiguration& job, double value) {
  std::set<api::Resource> resources;
  for (api::Resource resource : job.taskConfig.resources) {
    if (resource.__isset.numCpus) resource.numCpus = value;
    resources.insert(resource);
  }
  job.taskConfig.resources = resources;
}

}  // namespace

TEST_CASE("a sound job passes and is filled in") {
  api::JobConfiguration fine = job();
  fine.taskConfig.__isset.tier = false;
  api::Resource port;
  port.__set_namedPort("http");
  fine.taskConfig.resources.insert(port);
  fine.taskConfig.taskLinks.clear();
  REQUIRE_FALSE(validate_job(fine).has_value());
  CHECK(fine.taskConfig.tier == "preemptible");
  CHECK_FALSE(fine.taskConfig.production);
  CHECK(fine.taskConfig.taskLinks.at("http") == "http://%host%:%port:http%");
  CHECK(bool(fine.taskConfig.__isset.metadata));
}

TEST_CASE("production follows the tier, whatever was sent") {
  api::JobConfiguration sent = job();
  sent.taskConfig.__set_production(true);
  REQUIRE_FALSE(validate_job(sent).has_value());
  CHECK_FALSE(sent.taskConfig.production);
  sent.taskConfig.__set_tier("preferred");
  REQUIRE_FALSE(validate_job(sent).has_value());
  CHECK(sent.taskConfig.production);
}

TEST_CASE("jobs that are refused, and why") {
  CHECK(refusal([](auto& j) { j.__isset.taskConfig = false; }) == "Job configuration must have taskConfig set.");
  CHECK(refusal([](auto& j) { j.instanceCount = 0; }) == "Instance count must be positive.");
  CHECK(refusal([](auto& j) { j.key.role = "a b"; }) ==
        "Job key IJobKey{role=a b, environment=prod, name=web} is invalid.");
  CHECK(
      refusal([](auto& j) { j.key.environment = "staging1x"; }).starts_with("Job environment staging1x doesn't match"));
  CHECK(refusal([](auto& j) { j.key.environment = "staging12"; }).empty());
  CHECK(refusal([](auto& j) { j.taskConfig.__set_tier("gold"); }) == "Invalid tier 'gold' in TaskConfig.");
  CHECK(refusal([](auto& j) { j.taskConfig.__isset.executorConfig = false; }) == "Configuration may not be null.");
  CHECK(refusal([](auto& j) { j.taskConfig.executorConfig.name = "mine"; }) ==
        "Configuration for executor 'mine' doesn't exist.");
  CHECK(refusal([](auto& j) { set_cpus(j, 0); }) == "num_cpus must be greater than 0.0");
  CHECK(refusal([](auto& j) { set_cpus(j, std::nan("")); }) == "num_cpus must be greater than 0.0");
  CHECK(refusal([](auto& j) {
          api::Resource more;
          more.__set_ramMb(1);
          j.taskConfig.resources.insert(more);
        }) == "Multiple resource values are not supported for RAM");
  CHECK(refusal([](auto& j) {
          j.__set_cronSchedule("* * * * *");
        }).starts_with("A service task may not be run on a cron"));
}

TEST_CASE("the size of a job is limited") {
  CHECK_FALSE(validate_size(4000).has_value());
  CHECK(validate_size(4001) == "Instance count must be between 1 and 4000 inclusive.");
  CHECK(validate_size(0).has_value());
}
