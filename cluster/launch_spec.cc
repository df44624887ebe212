#include "cluster/launch_spec.h"

#include "client/api/json_reader.h"

namespace borealis::cluster {

namespace {

// What stands in the job when nothing is said: the defaults of its fields. (runner.md §1)
lang::Data default_lifecycle() {
  lang::Data lifecycle(lang::Data::Map{});
  lifecycle.set("http", lang::Data(lang::Data::Map{}));
  return lifecycle;
}

lang::Error no_task(const std::string& why) {
  return lang::Error{
      lang::ErrorClass::findings, "Could not deserialize Thermos task from AssignedTask: " + why, "", {}};
}

}  // namespace

lang::Result<schema::LaunchSpec> launch_spec(const Launch& launch, const std::string& run_directory,
                                             const std::string& notify_socket) {
  const api::TaskConfig& config = launch.config->message;
  const lang::Result<lang::Data> job = api::parse_json(config.executorConfig.data);
  if (!job) return no_task(job.error().message);
  const lang::Data* task = job->field("task");
  if (task == nullptr) return no_task("the executor data holds no `task`");

  schema::LaunchSpec spec;
  spec.task_id = launch.task_id;
  spec.run_dir = run_directory;
  spec.role = launch.config->job.role;
  spec.environment = launch.config->job.environment;
  spec.job_name = launch.config->job.name;
  spec.instance = launch.instance;
  spec.hostname = launch.host;
  spec.ports = {launch.ports.begin(), launch.ports.end()};
  spec.task = *task;
  const lang::Data* health = job->field("health_check_config");
  spec.health_check = health != nullptr ? *health : lang::Data(lang::Data::Map{});
  const lang::Data* lifecycle = job->field("lifecycle");
  spec.lifecycle = lifecycle != nullptr ? *lifecycle : default_lifecycle();
  if (const lang::Data* portmap = job->find("announce.portmap"); portmap != nullptr && portmap->entries() != nullptr) {
    for (const lang::Entry& entry : *portmap->entries()) {
      if (const std::string* target = entry.value.text()) {
        spec.portmap.emplace_back(entry.name, *target);
      } else if (const std::int64_t* port = entry.value.integer()) {
        spec.portmap.emplace_back(entry.name, std::to_string(*port));
      }
    }
  }
  spec.notify_socket = notify_socket;
  return spec;
}

}  // namespace borealis::cluster
