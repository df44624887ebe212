// What history is kept. (api.md §12.8, §13.3)
#include <algorithm>

#include "cluster/core.h"

namespace borealis::cluster {

namespace {

constexpr Millis kMinute = 60'000;
constexpr Millis kHour = 60 * kMinute;
constexpr Millis kDay = 24 * kHour;

constexpr Millis kPruneEvery = kMinute;
constexpr Millis kTaskAge = 2 * kDay;
constexpr Millis kTaskLeastAge = kHour;
constexpr std::size_t kTasksPerJob = 100;
constexpr Millis kUpdateAge = 30 * kDay;
constexpr std::size_t kUpdatesPerJob = 10;

}  // namespace

void Core::prune() {
  const Millis now = clock_.now();
  if (now < next_prune_) return;
  next_prune_ = now + kPruneEvery;
  prune_tasks(now);
  prune_updates(now);
}

void Core::prune_tasks(Millis now) {
  std::vector<const Task*> gone;
  for (const auto& [job, tasks] : tasks_.by_job()) {
    std::vector<const Task*> ended;
    for (const auto& [id, task] : tasks) {
      if (is_terminal(task->status)) ended.push_back(task);
    }
    std::ranges::sort(ended, std::greater(), [](const Task* task) { return task->events.back().time; });
    for (std::size_t i = 0; i < ended.size(); ++i) {
      const Millis age = now - ended[i]->events.back().time;
      if (age > kTaskAge || (i >= kTasksPerJob && age > kTaskLeastAge)) gone.push_back(ended[i]);
    }
  }
  for (const Task* task : gone) forget(*task);
}

void Core::forget(const Task& task) {
  forgotten_.push_back(launch_of(task));
  machine_.prune(task.id);
}

void Core::prune_updates(Millis now) {
  std::map<JobId, std::vector<std::pair<Millis, std::string>>> finished;
  for (const auto& [id, update] : updates_.all()) {
    if (!is_active(update->status)) finished[update->job].emplace_back(last_modified(*update), id);
  }
  for (auto& [job, updates] : finished) {
    std::ranges::sort(updates, std::greater());
    for (std::size_t i = 0; i < updates.size(); ++i) {
      const auto& [modified, id] = updates[i];
      if (i < kUpdatesPerJob && now - modified <= kUpdateAge && !tasks_.of_job(job).empty()) continue;
      updater_.touched().insert(id);
      updates_.erase(id);
    }
  }
}

}  // namespace borealis::cluster
