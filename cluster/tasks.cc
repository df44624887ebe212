#include "cluster/tasks.h"

namespace borealis::cluster {

Task& Tasks::insert(Task task) {
  auto owned = std::make_unique<Task>(std::move(task));
  Task& added = *owned;
  tasks_[added.id] = std::move(owned);
  by_job_[added.job()][added.id] = &added;
  status_changed(added, api::ScheduleStatus::INIT);
  return added;
}

void Tasks::erase(const std::string& id) {
  const auto found = tasks_.find(id);
  Task& task = *found->second;
  const TaskStatus last = task.status;
  task.status = api::ScheduleStatus::INIT;
  status_changed(task, last);
  const auto job = by_job_.find(task.job());
  job->second.erase(id);
  if (job->second.empty()) by_job_.erase(job);
  tasks_.erase(found);
}

Task* Tasks::find(const std::string& id) {
  const auto found = tasks_.find(id);
  return found == tasks_.end() ? nullptr : found->second.get();
}

const Task* Tasks::find(const std::string& id) const {
  const auto found = tasks_.find(id);
  return found == tasks_.end() ? nullptr : found->second.get();
}

const Tasks::OfJob& Tasks::of_job(const JobId& job) const {
  static const OfJob none;
  const auto found = by_job_.find(job);
  return found == by_job_.end() ? none : found->second;
}

Task* Tasks::active(const JobId& job, int instance) const {
  const auto of_job = active_.find(job);
  if (of_job == active_.end()) return nullptr;
  const auto found = of_job->second.find(instance);
  return found == of_job->second.end() ? nullptr : found->second;
}

std::map<int, Task*> Tasks::active(const JobId& job) const {
  const auto found = active_.find(job);
  return found == active_.end() ? std::map<int, Task*>{} : found->second;
}

const Tasks::ById& Tasks::on_host(const std::string& host) const {
  static const ById none;
  const auto found = on_host_.find(host);
  return found == on_host_.end() ? none : found->second;
}

void Tasks::status_changed(Task& task, TaskStatus from) {
  using S = api::ScheduleStatus;
  if (from != S::INIT) --counts_[from];
  if (task.status != S::INIT) ++counts_[task.status];

  if (is_active(task.status)) {
    if (!is_active(from)) active_[task.job()][task.instance] = &task;
  } else if (is_active(from)) {
    const auto of_job = active_.find(task.job());
    // A successor may stand in its place already.
    if (const auto mine = of_job->second.find(task.instance); mine != of_job->second.end() && mine->second == &task) {
      of_job->second.erase(mine);
    }
    if (of_job->second.empty()) active_.erase(of_job);
  }

  if (is_assigned(task.status)) {
    if (!is_assigned(from)) on_host_[task.host][task.id] = &task;
  } else if (is_assigned(from)) {
    const auto there = on_host_.find(task.host);
    there->second.erase(task.id);
    if (there->second.empty()) on_host_.erase(there);
  }

  if (task.status == S::PENDING && from != S::PENDING) {
    task.place_in_line = next_place_++;
    Waiting& group = pending_[task.config.get()];
    group.emplace_hint(group.end(), task.place_in_line, &task);
  } else if (task.status != S::PENDING && from == S::PENDING) {
    const auto group = pending_.find(task.config.get());
    group->second.erase(task.place_in_line);
    if (group->second.empty()) pending_.erase(group);
  }
}

}  // namespace borealis::cluster
