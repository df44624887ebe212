#include "cluster/preemptor.h"

#include <algorithm>

#include "cluster/amounts.h"
#include "cluster/validate.h"

namespace borealis::cluster {

namespace {

using S = api::ScheduleStatus;

constexpr Millis kLookEvery = 60'000;
// api.md §22: preemption_delay
constexpr Millis kPatience = 3 * 60'000;
// Evicted tasks are given so long to go before their room may be had by others.
constexpr Millis kHoldFor = 3 * 60'000;

bool preemptible(const Task& task) {
  const schema::Tier* tier = limits().tier(task.config->message.tier);
  return tier != nullptr && tier->preemptible;
}

}  // namespace

bool may_evict(const Task& pending, const Task& victim) {
  if (!preemptible(pending) && preemptible(victim)) return true;
  return preemptible(pending) == preemptible(victim) && pending.job().role == victim.job().role &&
         pending.config->message.priority > victim.config->message.priority;
}

// The fewest that make room, those of least priority and the largest first. Empty: even all of them would not do.
std::vector<Task*> Preemptor::victims_on(const Host& host, const Task& pending) const {
  std::vector<Task*> candidates;
  for (const auto& [id, task] : tasks_.on_host(host.name)) {
    const bool stays = task->status == S::RUNNING || task->status == S::STARTING || task->status == S::ASSIGNED;
    if (stays && may_evict(pending, *task)) candidates.push_back(task);
  }
  std::ranges::stable_sort(candidates, [](const Task* a, const Task* b) {
    const auto rank = [](const Task* t) { return std::pair(!preemptible(*t), t->config->message.priority); };
    return rank(a) != rank(b) ? rank(a) < rank(b) : a->config->needs.cpus > b->config->needs.cpus;
  });
  const CountOnLike nobody = [](const std::string&, const Host&) { return 0; };
  Amounts free = host.free();
  std::vector<Task*> victims;
  for (Task* task : candidates) {
    victims.push_back(task);
    free += task->config->needs;
    if (fits(*pending.config, host, free, ports_.available(), nobody)) return victims;
  }
  return {};
}

Preemptor::Plan Preemptor::plan_for(const Task& pending) const {
  Plan best;
  for (const Host& host : hosts_.all()) {
    const std::vector<Task*> victims = victims_on(host, pending);
    if (!victims.empty() && (best.host == nullptr || victims.size() < best.victims.size())) best = {&host, victims};
  }
  return best;
}

void Preemptor::run_timers() {
  const Millis now = machine_.clock().now();
  if (now < next_look_) return;
  next_look_ = now + kLookEvery;
  std::vector<const Task*> waiting;
  for (const auto& [config, group] : tasks_.pending()) {
    const Task* eldest = group.begin()->second;
    if (now - eldest->events.back().time >= kPatience) waiting.push_back(eldest);
  }
  std::ranges::sort(waiting, {}, [](const Task* task) { return std::pair(task->events.back().time, task->id); });
  for (const Task* task : waiting) {
    const Plan plan = plan_for(*task);
    if (plan.host == nullptr) continue;
    placer_.reserve(plan.host->name, task->id, now + kHoldFor);
    for (Task* victim : plan.victims) {
      machine_.transition(*victim, S::PREEMPTING, "Preempting in favor of " + task->id);
    }
  }
}

std::optional<Millis> Preemptor::next_due() const {
  return tasks_.pending().empty() ? std::nullopt : std::optional(next_look_);
}

}  // namespace borealis::cluster
