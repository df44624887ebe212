#include "client/aurora/tasks.h"

#include <algorithm>
#include <tuple>

#include "client/api/names.h"
#include "client/api/plain_json.h"

namespace borealis::client::aurora {
namespace {

void add_resources(const api::TaskConfig& config, TaskStatus& status) {
  for (const api::Resource& resource : config.resources) {
    if (resource.__isset.numCpus) status.cpu = resource.numCpus;
    if (resource.__isset.ramMb) status.ram_mb = resource.ramMb;
    if (resource.__isset.diskMb) status.disk_mb = resource.diskMb;
    if (resource.__isset.numGpus) status.gpus = resource.numGpus;
    if (resource.__isset.namedPort) status.named_ports.push_back(resource.namedPort);
  }
}

}  // namespace

api::JobKey to_api(const schema::JobKey& key) {
  api::JobKey result;
  result.__set_role(key.role);
  result.__set_environment(key.environment);
  result.__set_name(key.name);
  return result;
}

schema::JobKey from_api(const api::JobKey& key, const std::string& cluster) {
  return {cluster, key.role, key.environment, key.name};
}

TaskStatus to_status(const api::ScheduledTask& task, const std::string& cluster, bool with_raw) {
  const api::AssignedTask& assigned = task.assignedTask;
  TaskStatus status;
  status.key = from_api(assigned.task.job, cluster);
  status.instance = assigned.instanceId;
  status.task_id = assigned.taskId;
  status.state = api::name_of(task.status);
  status.active = api::is_active(task.status);
  status.running = task.status == api::ScheduleStatus::RUNNING;
  status.host = assigned.slaveHost;
  status.ports.assign(assigned.assignedPorts.begin(), assigned.assignedPorts.end());
  for (const api::TaskEvent& event : task.taskEvents) {
    status.events.push_back({event.timestamp, api::name_of(event.status), event.message});
  }
  status.failure_count = task.failureCount;
  status.max_failures = assigned.task.maxTaskFailures;
  status.service = assigned.task.isService;
  add_resources(assigned.task, status);
  for (const api::Metadata& pair : assigned.task.metadata) status.metadata.emplace_back(pair.key, pair.value);
  status.ancestor = task.ancestorId;
  if (with_raw) status.raw = api::to_data(task);
  return status;
}

void sort_tasks(std::vector<TaskStatus>& tasks) {
  const auto start = [](const TaskStatus& task) { return task.events.empty() ? 0 : task.events.front().time_ms; };
  std::stable_sort(tasks.begin(), tasks.end(), [&](const TaskStatus& a, const TaskStatus& b) {
    // Of two that began in one instant the active one is the newer.
    return std::tuple(a.instance, start(a), a.active) < std::tuple(b.instance, start(b), b.active);
  });
}

api::TaskQuery query_for(const api::JobKey& key) {
  api::TaskQuery query;
  query.__set_jobKeys({key});
  return query;
}

api::TaskQuery query_for(const api::JobKey& key, const std::optional<Instances>& instances, bool active_only) {
  api::TaskQuery query = query_for(key);
  if (instances) query.__set_instanceIds({instances->begin(), instances->end()});
  if (active_only) query.__set_statuses(api::active_states());
  return query;
}

std::int64_t first_time(const api::ScheduledTask& task) {
  return task.taskEvents.empty() ? 0 : task.taskEvents.front().timestamp;
}

}  // namespace borealis::client::aurora
