// All tasks in memory, with the ways one looks for them.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>

#include "cluster/model.h"

namespace borealis::cluster {

class Tasks {
 public:
  Task& insert(Task task);
  // The task must be known.
  void erase(const std::string& id);

  Task* find(const std::string& id);
  const Task* find(const std::string& id) const;

  using ById = std::map<std::string, Task*>;
  // Tasks of a job, of every state; by id.
  using OfJob = ById;
  const OfJob& of_job(const JobId& job) const;
  const std::map<JobId, OfJob>& by_job() const { return by_job_; }
  // The one ACTIVE task of an instance.
  Task* active(const JobId& job, int instance) const;
  // The ACTIVE tasks of a job by instance.
  std::map<int, Task*> active(const JobId& job) const;

  // Those that are on a host and have not ended.
  const ById& on_host(const std::string& host) const;

  // PENDING tasks of one configuration, in the order they became so.
  using Waiting = std::map<std::uint64_t, Task*>;
  // By configuration.
  const std::unordered_map<const Config*, Waiting>& pending() const { return pending_; }
  const std::map<TaskStatus, int>& counts() const { return counts_; }
  std::size_t size() const { return tasks_.size(); }

  // Must be told of every change of state.
  void status_changed(Task& task, TaskStatus from);

 private:
  std::unordered_map<std::string, std::unique_ptr<Task>> tasks_;
  std::map<JobId, OfJob> by_job_;
  std::map<JobId, std::map<int, Task*>> active_;
  std::unordered_map<std::string, ById> on_host_;
  std::unordered_map<const Config*, Waiting> pending_;
  std::uint64_t next_place_ = 0;
  std::map<TaskStatus, int> counts_;
};

}  // namespace borealis::cluster
