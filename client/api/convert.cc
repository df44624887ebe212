#include "client/api/convert.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "client/api/container_convert.h"
#include "client/api/findings.h"
#include "client/api/names.h"
#include "lang/json.h"
#include "schema/ports.h"

namespace borealis::api {
namespace {

constexpr std::int64_t mebibyte = 1 << 20;

bool is_identifier(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
  });
}

std::string set_identifier(Findings& findings, const char* field, const std::string& value) {
  if (!is_identifier(value)) {
    findings.add("invalid-identifier", field, fmt::format("`{}` is no valid {}", value, field),
                 "use letters, digits, `.`, `_` and `-`");
  }
  return value;
}

Resource port_resource(const std::string& name) {
  Resource resource;
  resource.__set_namedPort(name);
  return resource;
}

// Whole mebibytes, rounded down. (schema.md §8 step 10)
std::int64_t to_mebibytes(Findings& findings, const char* field, std::int64_t bytes) {
  const std::int64_t value = bytes >= 0 ? bytes / mebibyte : -1;
  if (value <= 0) {
    findings.add("resources-positive", fmt::format("task.resources.{}", field),
                 fmt::format("`{}` is {} bytes, less than one MiB", field, bytes),
                 fmt::format("write it in bytes: `{}=128*MB`", field));
  }
  return value;
}

std::set<Resource> resources(Findings& findings, const schema::Job& job) {
  std::set<Resource> result;
  if (!job.task.resources) {
    findings.add("missing-field", "task.resources", "the task has no resources", "add resources=Resources(...)");
    return result;
  }
  const schema::Resources& wanted = *job.task.resources;
  if (!(wanted.cpu > 0) || !std::isfinite(wanted.cpu)) {
    findings.add("resources-positive", "task.resources.cpu",
                 fmt::format("`cpu` is {}, it must be more than 0", lang::float_repr(wanted.cpu)), "");
  }
  Resource cpu;
  cpu.__set_numCpus(wanted.cpu);
  result.insert(cpu);
  Resource ram;
  ram.__set_ramMb(to_mebibytes(findings, "ram", wanted.ram));
  result.insert(ram);
  Resource disk;
  disk.__set_diskMb(to_mebibytes(findings, "disk", wanted.disk));
  result.insert(disk);
  if (wanted.gpu != 0) {
    Resource gpu;
    gpu.__set_numGpus(wanted.gpu);
    result.insert(gpu);
  }
  const auto ports = schema::requested_ports(job);
  if (!ports) {
    findings.add_all(ports.error(), "announce.portmap");
    return result;
  }
  for (const std::string& name : *ports) result.insert(port_resource(name));
  return result;
}

ExecutorConfig executor(const schema::Job& job, const lang::Data& job_data) {
  ExecutorConfig result;
  const schema::ExecutorConfig wanted = job.executor_config.value_or(schema::ExecutorConfig{});
  result.__set_name(wanted.name);
  result.__set_data(wanted.name == executor_name ? executor_data(job_data) : wanted.data);
  return result;
}

SlaPolicy sla_policy(const schema::SlaPolicy& wanted) {
  SlaPolicy result;
  if (const auto* percentage = std::get_if<schema::PercentageSlaPolicy>(&wanted)) {
    PercentageSlaPolicy policy;
    policy.__set_percentage(percentage->percentage);
    policy.__set_durationSecs(percentage->duration_secs);
    result.__set_percentageSlaPolicy(policy);
  } else if (const auto* count = std::get_if<schema::CountSlaPolicy>(&wanted)) {
    CountSlaPolicy policy;
    policy.__set_count(count->count);
    policy.__set_durationSecs(count->duration_secs);
    result.__set_countSlaPolicy(policy);
  } else if (const auto* coordinator = std::get_if<schema::CoordinatorSlaPolicy>(&wanted)) {
    CoordinatorSlaPolicy policy;
    policy.__set_coordinatorUrl(coordinator->coordinator_url);
    policy.__set_statusKey(coordinator->status_key);
    result.__set_coordinatorSlaPolicy(policy);
  }
  return result;
}

// What is unset in the job stays unset in the message. (schema.md §8 steps 3 to 9)
void set_scalars(Findings& findings, const schema::Job& job, TaskConfig& task) {
  task.__set_production(job.production);
  task.__set_isService(job.service);
  task.__set_maxTaskFailures(findings.i32("max_task_failures", job.max_task_failures));
  task.__set_priority(findings.i32("priority", job.priority));
  if (job.contact) task.__set_contactEmail(*job.contact);
  if (job.tier) task.__set_tier(*job.tier);
  if (job.partition_policy) {
    PartitionPolicy policy;
    policy.__set_reschedule(job.partition_policy->reschedule);
    policy.__set_delaySecs(job.partition_policy->delay_secs);
    task.__set_partitionPolicy(policy);
  }
  if (job.sla_policy) task.__set_slaPolicy(sla_policy(*job.sla_policy));
  std::set<Metadata> labels;
  for (const schema::Metadata& pair : job.metadata) {
    Metadata label;
    label.__set_key(pair.key);
    label.__set_value(pair.value);
    labels.insert(label);
  }
  task.__set_metadata(labels);
  task.__set_taskLinks({});
}

}  // namespace

std::string executor_data(const lang::Data& job_data) {
  lang::Data copy = job_data;
  copy.erase("update_config");
  copy.erase("instances");
  return lang::to_json(copy);
}

lang::Result<JobConfiguration> to_job_configuration(const schema::Job& job, const lang::Data& job_data,
                                                    const std::string& owner) {
  Findings findings(job_data);
  JobConfiguration result;
  Identity identity;
  identity.__set_user(owner);
  JobKey key;
  key.__set_role(set_identifier(findings, "role", job.role));
  key.__set_environment(set_identifier(findings, "environment", job.environment));
  key.__set_name(set_identifier(findings, "name", job.name));

  TaskConfig task;
  task.__set_job(key);
  task.__set_owner(identity);
  set_scalars(findings, job, task);
  task.__set_resources(resources(findings, job));
  task.__set_constraints(constraints(findings, job));
  task.__set_container(container(findings, job));
  task.__set_executorConfig(executor(job, job_data));

  result.__set_key(key);
  result.__set_owner(identity);
  result.__set_taskConfig(task);
  if (job.cron_schedule) result.__set_cronSchedule(*job.cron_schedule);
  if (const auto policy = cron_collision_policy(job.cron_collision_policy)) {
    result.__set_cronCollisionPolicy(*policy);
  } else {
    findings.add("cron-collision-policy", "cron_collision_policy",
                 fmt::format("`{}` is no collision policy", job.cron_collision_policy),
                 "use KILL_EXISTING or CANCEL_NEW");
  }
  result.__set_instanceCount(findings.i32("instances", job.instances));
  if (!findings.empty()) return findings.error(fmt::format("the job {} can't be sent", schema::key_of(job).text()));
  return result;
}

void fill_in_tier(schema::Job& job, lang::Data& job_data, const GetTierConfigResult& tiers) {
  const auto setting = [](const TierConfig& tier, const char* name) {
    const auto found = tier.settings.find(name);
    return found != tier.settings.end() && found->second == "true";
  };
  if (!job.tier) {
    std::string chosen = tiers.defaultTierName;
    for (const TierConfig& tier : tiers.tiers) {
      if (setting(tier, "preemptible") != job.production && !setting(tier, "revocable")) {
        chosen = tier.name;
        break;
      }
    }
    if (chosen.empty()) return;
    job.tier = chosen;
    // Where the declaration has it, so that a tier written and a tier filled in give the same bytes.
    if (auto* entries = job_data.entries()) {
      static constexpr std::string_view later[] = {"cron_schedule", "cron_collision_policy"};
      const auto at = std::find_if(entries->begin(), entries->end(), [](const lang::Entry& entry) {
        return std::find(std::begin(later), std::end(later), entry.name) != std::end(later);
      });
      entries->insert(at, lang::Entry{"tier", lang::Data(chosen), 0});
    }
  }
  for (const TierConfig& tier : tiers.tiers) {
    if (tier.name != *job.tier) continue;
    job.production = !setting(tier, "preemptible");
    job_data.set("production", lang::Data(job.production));
  }
}

}  // namespace borealis::api
