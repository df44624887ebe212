#include "cluster/validate.h"

#include <algorithm>
#include <map>
#include <set>

#include "cluster/config.h"
#include "cluster/dump.h"
#include "fmt/format.h"
#include "schema/identifiers.h"
#include "schema/sla.h"

namespace borealis::cluster {

namespace {

using Refusal = std::optional<std::string>;

Refusal check_tier(api::TaskConfig& config) {
  if (config.__isset.tier && !schema::is_identifier(config.tier)) {
    return "Tier contains illegal characters: " + config.tier;
  }
  if (!config.__isset.tier) config.__set_tier(limits().default_tier);
  const schema::Tier* tier = limits().tier(config.tier);
  if (tier == nullptr) return fmt::format("Invalid tier '{}' in TaskConfig.", config.tier);
  config.__set_production(tier->is_production());
  return std::nullopt;
}

Refusal check_executor(const api::TaskConfig& config) {
  if (!config.__isset.executorConfig) {
    if (config.container.__isset.docker) {
      return "This scheduler is configured to require an executor for Docker-based tasks.";
    }
    return "Configuration may not be null.";
  }
  const std::string& name = config.executorConfig.name;
  if (name.empty()) return "Executor name may not be left unset.";
  if (!limits().has_executor(name)) return fmt::format("Configuration for executor '{}' doesn't exist.", name);
  return std::nullopt;
}

Refusal check_dedicated(const api::TaskConfig& config) {
  for (const api::Constraint& constraint : config.constraints) {
    if (constraint.name != "dedicated") continue;
    if (!constraint.constraint.__isset.value) return "A dedicated constraint must be of value type.";
    const std::set<std::string>& values = constraint.constraint.value.values;
    if (values.size() != 1) return "A dedicated constraint must have exactly one value";
    const std::string role = values.begin()->substr(0, values.begin()->find('/'));
    if (role != config.job.role && role != "*")
      return fmt::format("Only {} may use hosts dedicated for that role.", role);
  }
  return std::nullopt;
}

Refusal check_container(api::TaskConfig& config) {
  api::Container& container = config.container;
  if (!container.__isset.mesos && !container.__isset.docker) {
    // Left out altogether it is the default; the two look the same here.
    container.__set_mesos({});
  }
  if (!container.__isset.docker) return std::nullopt;
  if (container.docker.image.empty()) return "A container must specify an image.";
  if (!container.docker.parameters.empty()) return "This scheduler is configured to disallow Docker parameters.";
  return "This scheduler is not configured to allow the container type DOCKER";
}

Refusal check_resources(const api::TaskConfig& config) {
  std::map<std::string, int> given;
  double cpus = 0;
  std::int64_t ram = 0;
  std::int64_t disk = 0;
  for (const api::Resource& resource : config.resources) {
    if (resource.__isset.numCpus && ++given["CPU"]) cpus = resource.numCpus;
    if (resource.__isset.ramMb && ++given["RAM"]) ram = resource.ramMb;
    if (resource.__isset.diskMb && ++given["disk"]) disk = resource.diskMb;
    if (resource.__isset.numGpus) ++given["GPU"];
  }
  std::string repeated;
  for (const char* name : {"CPU", "GPU", "RAM", "disk"}) {
    if (given[name] > 1) repeated += (repeated.empty() ? "" : ", ") + std::string(name);
  }
  if (!repeated.empty()) return "Multiple resource values are not supported for " + repeated;
  if (!(cpus > 0)) return "num_cpus must be greater than 0.0";
  if (ram <= 0) return "ram_mb must be greater than 0.0";
  if (disk <= 0) return "disk_mb must be greater than 0.0";
  if (given["GPU"] > 0) return "GPU resource support is disabled in this cluster.";
  return std::nullopt;
}

Refusal check_features(const api::TaskConfig& config) {
  if (!config.mesosFetcherUris.empty()) return "Mesos Fetcher for individual jobs is disabled in this cluster.";
  if (config.container.__isset.mesos && !config.container.mesos.volumes.empty()) {
    return "This scheduler is configured to disallow container volumes.";
  }
  if (config.container.__isset.mesos && config.container.mesos.__isset.image) {
    return "Filesystem images are not supported by this cluster.";
  }
  return std::nullopt;
}

Refusal check_duration(const char* policy, std::int64_t seconds) {
  const std::int64_t most = limits().max_sla_duration_secs;
  if (seconds <= most) return std::nullopt;
  return fmt::format("{}: durationSecs={} must be less than cluster-wide maximum of {} secs.", policy, seconds, most);
}

Refusal check_sla(const api::TaskConfig& config, int instances) {
  if (!config.__isset.slaPolicy) return std::nullopt;
  if (!config.production) return fmt::format("Tier '{}' does not support SlaPolicy.", config.tier);
  const api::SlaPolicy& policy = config.slaPolicy;
  const bool counted = policy.__isset.countSlaPolicy || policy.__isset.percentageSlaPolicy;
  const std::int64_t least = limits().min_required_instances_for_sla_check;
  if (counted && instances < least) {
    return fmt::format("Job with fewer than {} instances cannot have Percentage/Count SlaPolicy.", least);
  }
  if (policy.__isset.countSlaPolicy) {
    const api::CountSlaPolicy& count = policy.countSlaPolicy;
    if (!schema::lets_one_go(schema::CountSlaPolicy{count.count, count.durationSecs}, instances)) {
      return fmt::format(
          "Current CountSlaPolicy: count={} will not allow any instances to be killed. Must be less than "
          "instanceCount={}.",
          count.count, instances);
    }
    return check_duration("CountSlaPolicy", count.durationSecs);
  }
  if (policy.__isset.percentageSlaPolicy) {
    const api::PercentageSlaPolicy& share = policy.percentageSlaPolicy;
    if (!schema::lets_one_go(schema::PercentageSlaPolicy{share.percentage, share.durationSecs}, instances)) {
      return fmt::format(
          "Current PercentageSlaPolicy: percentage={:.6f} will not allow any instances to be killed. Must be less "
          "than {:.6f}.",
          share.percentage, (instances - 1) * 100.0 / instances);
    }
    return check_duration("PercentageSlaPolicy", share.durationSecs);
  }
  return std::nullopt;
}

void fill_links(api::TaskConfig& config) {
  if (!config.taskLinks.empty()) return;
  for (const std::string& port : ports_of(config)) {
    if (port == "health" || port == "http") config.taskLinks[port] = fmt::format("http://%host%:%port:{}%", port);
  }
}

}  // namespace

const schema::SchedulerLimits& limits() {
  static const schema::SchedulerLimits defaults;
  return defaults;
}

bool is_valid(const api::JobKey& key) {
  return schema::is_identifier(key.role) && schema::is_identifier(key.environment) && schema::is_identifier(key.name);
}

std::optional<std::string> validate_size(long instances) {
  const std::int64_t most = limits().max_tasks_per_job;
  if (instances >= 1 && instances <= most) return std::nullopt;
  return fmt::format("Instance count must be between 1 and {} inclusive.", most);
}

std::optional<std::string> validate_task(api::TaskConfig& config, int instances) {
  if (Refusal why = check_tier(config)) return why;
  if (!config.__isset.job) return "Job key null is invalid.";
  if (!is_valid(config.job)) return "Job key " + dump(config.job) + " is invalid.";
  if (Refusal why = check_executor(config)) return why;
  if (Refusal why = check_dedicated(config)) return why;
  if (Refusal why = check_container(config)) return why;
  if (Refusal why = check_resources(config)) return why;
  if (Refusal why = check_features(config)) return why;
  if (Refusal why = check_sla(config, instances)) return why;
  fill_links(config);
  normalize(config);
  return std::nullopt;
}

std::optional<std::string> validate_job(api::JobConfiguration& job) {
  if (!job.__isset.taskConfig) return "Job configuration must have taskConfig set.";
  if (job.instanceCount <= 0) return "Instance count must be positive.";
  if (!job.__isset.key) return "Job key null is invalid.";
  if (!is_valid(job.key)) return "Job key " + dump(job.key) + " is invalid.";
  const schema::EnvironmentPattern& allowed = limits().allowed_job_environments;
  if (!allowed.matches(job.key.environment)) {
    return fmt::format("Job environment {} doesn't match: {}", job.key.environment, allowed.text());
  }
  if (job.__isset.owner && !schema::has_identifier_characters(job.owner.user)) {
    return "Job user contains illegal characters: " + job.owner.user;
  }
  if (Refusal why = validate_task(job.taskConfig, job.instanceCount)) return why;
  if (job.__isset.cronSchedule && !job.cronSchedule.empty() && job.taskConfig.isService) {
    return "A service task may not be run on a cron schedule: " + dump(job);
  }
  return std::nullopt;
}

}  // namespace borealis::cluster
