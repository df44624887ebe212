#include "cluster/config.h"

#include <algorithm>

#include "client/api/codec.h"

namespace borealis::cluster {

void normalize(api::TaskConfig& config) {
  config.__isset.mesosFetcherUris = true;
  config.__isset.taskLinks = true;
  config.__isset.metadata = true;
  if (!config.__isset.production) config.__set_production(false);
  if (config.container.__isset.mesos) config.container.mesos.__isset.volumes = true;
  if (config.container.__isset.docker) config.container.docker.__isset.parameters = true;
}

Amounts amounts_of(const api::TaskConfig& config) {
  Amounts sum;
  for (const api::Resource& resource : config.resources) {
    if (resource.__isset.numCpus) sum.cpus += resource.numCpus;
    if (resource.__isset.ramMb) sum.ram_mb += resource.ramMb;
    if (resource.__isset.diskMb) sum.disk_mb += resource.diskMb;
  }
  return sum;
}

std::vector<std::string> ports_of(const api::TaskConfig& config) {
  std::vector<std::string> names;
  for (const api::Resource& resource : config.resources) {
    if (resource.__isset.namedPort) names.push_back(resource.namedPort);
  }
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

bool is_production(const api::TaskConfig& config) {
  return config.__isset.production && config.production;
}

ConfigPtr ConfigTable::add(std::int64_t id, std::string bytes, const api::TaskConfig& config) {
  auto made = std::make_shared<Config>();
  made->id = id;
  made->message = config;
  made->job = job_id(config.job);
  made->needs = amounts_of(config);
  made->ports = ports_of(config);
  by_bytes_[bytes] = made;
  made->bytes = std::move(bytes);
  next_id_ = std::max(next_id_, id + 1);
  return made;
}

ConfigPtr ConfigTable::intern(const api::TaskConfig& config) {
  std::string bytes = api::encode_struct(config);
  if (const auto known = by_bytes_.find(bytes); known != by_bytes_.end()) {
    if (ConfigPtr shared = known->second.lock()) return shared;
  }
  // Forgets those whose last task is gone.
  if (next_id_ % 256 == 0) std::erase_if(by_bytes_, [](const auto& entry) { return entry.second.expired(); });
  fresh_.push_back(add(next_id_, std::move(bytes), config));
  return fresh_.back();
}

ConfigPtr ConfigTable::load(std::int64_t id, const std::string& bytes) {
  const auto config = api::decode_struct<api::TaskConfig>(bytes);
  return config ? add(id, bytes, *config) : nullptr;
}

}  // namespace borealis::cluster
