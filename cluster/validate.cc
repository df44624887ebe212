#include "cluster/validate.h"

#include <algorithm>
#include <map>
#include <set>

#include "cluster/config.h"
#include "fmt/format.h"
#include "schema/identifiers.h"

namespace borealis::cluster {

namespace {

using Refusal = std::optional<std::string>;

constexpr int kLeastInstancesForSla = 20;
constexpr std::int64_t kLongestSlaSeconds = 7200;
constexpr const char* kEnvironments = R"(^(prod|devel|test|staging\d*)$)";

bool is_environment(const std::string& text) {
  constexpr std::string_view staging = "staging";
  if (text == "prod" || text == "devel" || text == "test") return true;
  return text.starts_with(staging) &&
         std::all_of(text.begin() + staging.size(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Refusal check_tier(api::TaskConfig& config) {
  if (config.__isset.tier && !schema::is_identifier(config.tier)) {
    return "Tier contains illegal characters: " + config.tier;
  }
  if (!config.__isset.tier) config.__set_tier(kDefaultTier);
  const Tier* tier = std::ranges::find_if(kTiers, [&](const Tier& t) { return config.tier == t.name; });
  if (tier == std::end(kTiers)) return fmt::format("Invalid tier '{}' in TaskConfig.", config.tier);
  config.__set_production(!tier->preemptible && !tier->revocable);
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
  if (name != api::executor_name) return fmt::format("Configuration for executor '{}' doesn't exist.", name);
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
  if (seconds <= kLongestSlaSeconds) return std::nullopt;
  return fmt::format("{}: durationSecs={} must be less than cluster-wide maximum of {} secs.", policy, seconds,
                     kLongestSlaSeconds);
}

Refusal check_sla(const api::TaskConfig& config, int instances) {
  if (!config.__isset.slaPolicy) return std::nullopt;
  if (!config.production) return fmt::format("Tier '{}' does not support SlaPolicy.", config.tier);
  const api::SlaPolicy& policy = config.slaPolicy;
  const bool counted = policy.__isset.countSlaPolicy || policy.__isset.percentageSlaPolicy;
  if (counted && instances < kLeastInstancesForSla) {
    return fmt::format("Job with fewer than {} instances cannot have Percentage/Count SlaPolicy.",
                       kLeastInstancesForSla);
  }
  if (policy.__isset.countSlaPolicy) {
    const api::CountSlaPolicy& count = policy.countSlaPolicy;
    if (instances - count.count < 1) {
      return fmt::format(
          "Current CountSlaPolicy: count={} will not allow any instances to be killed. Must be less than "
          "instanceCount={}.",
          count.count, instances);
    }
    return check_duration("CountSlaPolicy", count.durationSecs);
  }
  if (policy.__isset.percentageSlaPolicy) {
    const api::PercentageSlaPolicy& share = policy.percentageSlaPolicy;
    if (instances - instances * share.percentage / 100.0 < 1) {
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

const Tier kTiers[3] = {{"preferred", false, false}, {"preemptible", true, false}, {"revocable", true, true}};

bool is_valid(const api::JobKey& key) {
  return schema::is_identifier(key.role) && schema::is_identifier(key.environment) && schema::is_identifier(key.name);
}

std::string dump(const api::JobKey& key) {
  return fmt::format("JobKey(role:{}, environment:{}, name:{})", key.role, key.environment, key.name);
}

std::optional<std::string> validate_size(long instances) {
  if (instances >= 1 && instances <= kMostInstances) return std::nullopt;
  return fmt::format("Instance count must be between 1 and {} inclusive.", kMostInstances);
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
  if (!is_environment(job.key.environment)) {
    return fmt::format("Job environment {} doesn't match: {}", job.key.environment, kEnvironments);
  }
  if (job.__isset.owner && !schema::has_identifier_characters(job.owner.user)) {
    return "Job user contains illegal characters: " + job.owner.user;
  }
  if (Refusal why = validate_task(job.taskConfig, job.instanceCount)) return why;
  if (job.__isset.cronSchedule && !job.cronSchedule.empty() && job.taskConfig.isService) {
    return "A service task may not be run on a cron schedule: " + job.key.role + "/" + job.key.environment + "/" +
           job.key.name;
  }
  return std::nullopt;
}

}  // namespace borealis::cluster
