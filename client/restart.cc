#include "client/restart.h"

namespace borealis::client {

RestartBatch::RestartBatch(const Instances& instances, const std::vector<TaskStatus>& before,
                           std::chrono::seconds watch)
    : watch_(watch) {
  for (const int instance : instances) open_[instance] = {};
  for (const TaskStatus& task : before) {
    if (task.state != "PENDING" && task.state != "THROTTLED") known_.insert(task.task_id);
  }
}

RestartBatch::Standing RestartBatch::judge(Instance& instance, const std::vector<const TaskStatus*>& fresh,
                                           std::chrono::steady_clock::time_point now) const {
  if (fresh.empty()) return Standing::open;  // the old one has not ended yet
  if (fresh.size() > 1 || !fresh.front()->active) return Standing::failed;
  if (!fresh.front()->running) {
    instance.runs = false;
    return Standing::open;
  }
  if (!instance.runs) instance.since = now;
  instance.runs = true;
  return now - instance.since >= watch_ ? Standing::healthy : Standing::open;
}

void RestartBatch::look(const std::vector<TaskStatus>& tasks, std::chrono::steady_clock::time_point now) {
  std::map<int, std::vector<const TaskStatus*>> fresh;
  for (const TaskStatus& task : tasks) {
    if (!known_.contains(task.task_id)) fresh[task.instance].push_back(&task);
  }
  for (auto each = open_.begin(); each != open_.end();) {
    const Standing standing = judge(each->second, fresh[each->first], now);
    if (standing == Standing::healthy) healthy_.push_back(each->first);
    if (standing == Standing::failed) failed_.push_back(each->first);
    each = standing == Standing::open ? std::next(each) : open_.erase(each);
  }
}

Instances RestartBatch::open() const {
  Instances result;
  for (const auto& [instance, state] : open_) result.push_back(instance);
  return result;
}

}  // namespace borealis::client
