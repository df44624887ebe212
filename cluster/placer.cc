#include "cluster/placer.h"

#include <algorithm>
#include <climits>

namespace borealis::cluster {

namespace {

// How full a host is, by its scarcest resource.
double fullness(const Host& host) {
  const auto share = [](double used, double total) { return total > 0 ? used / total : 1; };
  return std::max({share(host.used.cpus, host.total.cpus),
                   share(static_cast<double>(host.used.ram_mb), static_cast<double>(host.total.ram_mb)),
                   share(static_cast<double>(host.used.disk_mb), static_cast<double>(host.total.disk_mb))});
}

}  // namespace

int Placer::count_on_like(const JobId& job, const std::string& attribute, const Host& host) {
  const auto [entry, fresh] = counted_.try_emplace({job, attribute});
  std::map<std::string, int>& by_value = entry->second;
  if (fresh) {
    for (const auto& [instance, task] : tasks_.active(job)) {
      const Host* placed = hosts_.find(task->host);
      if (placed == nullptr) continue;
      const auto values = placed->attributes.find(attribute);
      if (values == placed->attributes.end()) continue;
      for (const std::string& value : values->second) ++by_value[value];
    }
  }
  int sum = 0;
  for (const std::string& value : host.attributes.at(attribute)) {
    if (const auto found = by_value.find(value); found != by_value.end()) sum += found->second;
  }
  return sum;
}

const Host* Placer::choose(const Config& config, std::string& reason) {
  const CountOnLike count = [&](const std::string& attribute, const Host& host) {
    return count_on_like(config.job, attribute, host);
  };
  const Host* best = nullptr;
  double best_fullness = 0;
  int nearest = INT_MAX;
  for (const Host& host : hosts_.all()) {
    const std::vector<Veto> why_not = vetoes(config, host, ports_.available(), count);
    if (why_not.empty()) {
      const double full = fullness(host);
      if (best == nullptr || full < best_fullness) {
        best = &host;
        best_fullness = full;
      }
    } else if (const int score = score_of(why_not); score < nearest) {
      nearest = score;
      reason = reason_of(why_not);
    }
  }
  return best;
}

void Placer::pass() {
  counted_.clear();
  std::map<const Config*, std::string> refused;  // nothing gets easier within a pass
  const auto pending = tasks_.pending();         // assigning changes it
  for (const auto& [place, task] : pending) {
    if (const auto known = refused.find(task->config.get()); known != refused.end()) {
      task->pending_reason = known->second;
      continue;
    }
    std::string reason;
    const Host* host = choose(*task->config, reason);
    std::map<std::string, int> assigned;
    if (host != nullptr) {
      assigned = ports_.pick(task->config->ports);
      if (assigned.size() < task->config->ports.size()) {
        host = nullptr;
        reason = "Insufficient: ports";
      }
    }
    if (host == nullptr) {
      task->pending_reason = reason;
      refused[task->config.get()] = reason;
      continue;
    }
    for (auto& [key, by_value] : counted_) {
      if (key.first != task->job()) continue;
      const auto values = host->attributes.find(key.second);
      if (values == host->attributes.end()) continue;
      for (const std::string& value : values->second) ++by_value[value];
    }
    machine_.assign(*task, host->name, std::move(assigned));
  }
}

}  // namespace borealis::cluster
