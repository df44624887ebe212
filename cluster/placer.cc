#include "cluster/placer.h"

#include <algorithm>
#include <climits>
#include <vector>

namespace borealis::cluster {

namespace {

constexpr int kPlacedAtOnce = 1000;

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

CountOnLike Placer::counter(const Config& config) {
  return [this, &config](const std::string& attribute, const Host& host) {
    return count_on_like(config.job, attribute, host);
  };
}

void Placer::count_in(const JobId& job, const Host& host) {
  for (auto& [key, by_value] : counted_) {
    if (key.first != job) continue;
    const auto values = host.attributes.find(key.second);
    if (values == host.attributes.end()) continue;
    for (const std::string& value : values->second) ++by_value[value];
  }
}

bool Placer::may_use(const Host& host, const Task& task) const {
  const auto reserved = reservations_.find(host.name);
  return reserved == reservations_.end() || reserved->second.task_id == task.id;
}

bool Placer::place(Task& task) {
  const CountOnLike count = counter(*task.config);
  const std::size_t ports = ports_.available();
  const Host* host = hosts_.first([&](const Host& candidate) {
    return may_use(candidate, task) && fits(*task.config, candidate, candidate.free(), ports, count);
  });
  if (host == nullptr) return false;
  std::map<std::string, int> assigned = ports_.pick(task.config->ports);
  if (assigned.size() < task.config->ports.size()) return false;
  count_in(task.job(), *host);
  std::erase_if(reservations_, [&](const auto& entry) { return entry.second.task_id == task.id; });
  machine_.assign(task, *host, std::move(assigned));
  return true;
}

void Placer::drop_old_reservations() {
  const Millis now = machine_.clock().now();
  std::erase_if(reservations_, [&](const auto& entry) {
    const Task* task = tasks_.find(entry.second.task_id);
    return entry.second.until <= now || task == nullptr || task->status != api::ScheduleStatus::PENDING;
  });
}

// False: it is refused. Nothing gets easier within a pass, so that a group is refused altogether.
bool Placer::place_group(const Config* config, int& left) {
  for (auto group = tasks_.pending().find(config); group != tasks_.pending().end();
       group = tasks_.pending().find(config)) {
    if (left == 0) return true;
    if (!place(*group->second.begin()->second)) return false;
    --left;
  }
  return true;
}

// A host that is kept for one of a group that was refused is for that one alone.
void Placer::place_reserved(const Config* config) {
  if (reservations_.empty()) return;
  const Tasks::Waiting waiting = tasks_.pending().at(config);
  for (const auto& [line, task] : waiting) {
    const bool reserved = std::ranges::any_of(
        reservations_, [&, id = task->id](const auto& entry) { return entry.second.task_id == id; });
    if (reserved) place(*task);
  }
}

void Placer::pass(Pass which) {
  if (which == Pass::anew) {
    counted_.clear();
    refused_.clear();
  }
  stopped_early_ = false;
  drop_old_reservations();
  std::vector<std::pair<std::uint64_t, const Config*>> groups;
  groups.reserve(tasks_.pending().size());
  for (const auto& [config, waiting] : tasks_.pending()) groups.emplace_back(waiting.begin()->first, config);
  std::ranges::sort(groups);
  int left = kPlacedAtOnce;
  for (const auto& [place_in_line, config] : groups) {
    if (refused_.contains(config)) continue;
    if (!place_group(config, left)) {
      refused_.insert(config);
      place_reserved(config);
    }
    if (left > 0) continue;
    stopped_early_ = true;
    return;
  }
}

std::string Placer::why_pending(const Config& config) {
  counted_.clear();
  const CountOnLike count = counter(config);
  int nearest = INT_MAX;
  std::string reason;
  for (const Host& host : hosts_.all()) {
    const std::vector<Veto> why_not = vetoes(config, host, ports_.available(), count);
    if (why_not.empty()) return "";
    if (const int score = score_of(why_not); score < nearest) {
      nearest = score;
      reason = reason_of(why_not);
    }
  }
  return reason;
}

void Placer::reserve(const std::string& host, const std::string& task_id, Millis until) {
  reservations_[host] = {task_id, until};
}

}  // namespace borealis::cluster
