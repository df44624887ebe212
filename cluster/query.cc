#include "cluster/query.h"

#include <algorithm>

namespace borealis::cluster {

namespace {

bool blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

bool fits(bool set, const std::string& wanted, const std::string& got) {
  return !set || blank(wanted) || wanted == got;
}

template <class Set, class Value>
bool within(bool set, const Set& wanted, const Value& got) {
  return !set || wanted.empty() || wanted.contains(got);
}

bool matches_job(const api::TaskQuery& q, const JobId& job) {
  return fits(q.__isset.role, q.role, job.role) && fits(q.__isset.environment, q.environment, job.environment) &&
         fits(q.__isset.jobName, q.jobName, job.name) && within(q.__isset.jobKeys, q.jobKeys, job_key(job));
}

bool matches_task(const api::TaskQuery& q, const Task& task) {
  return within(q.__isset.taskIds, q.taskIds, task.id) && within(q.__isset.statuses, q.statuses, task.status) &&
         within(q.__isset.instanceIds, q.instanceIds, task.instance) &&
         within(q.__isset.slaveHosts, q.slaveHosts, task.host);
}

bool matches(const api::JobUpdateQuery& q, const Update& update) {
  return fits(q.__isset.role, q.role, update.job.role) &&
         (!q.__isset.key || (q.key.id == update.id && job_id(q.key.job) == update.job)) &&
         (!q.__isset.jobKey || job_id(q.jobKey) == update.job) &&
         fits(q.__isset.user, q.user, update.details.update.summary.user) &&
         within(q.__isset.updateStatuses, q.updateStatuses, update.status);
}

// Zero and less are no limit.
template <class Query, class Item>
void cut(const Query& q, std::vector<Item>& items) {
  if (q.__isset.offset && q.offset > 0) {
    items.erase(items.begin(), items.begin() + std::min<std::ptrdiff_t>(q.offset, std::ssize(items)));
  }
  if (q.__isset.limit && q.limit > 0 && std::ssize(items) > q.limit) items.resize(static_cast<std::size_t>(q.limit));
}

}  // namespace

std::vector<const Task*> find_tasks(const Tasks& tasks, const api::TaskQuery& query) {
  std::vector<const Task*> found;
  for (const auto& [job, of_job] : tasks.by_job()) {
    if (!matches_job(query, job)) continue;
    for (const auto& [id, task] : of_job) {
      if (matches_task(query, *task)) found.push_back(task);
    }
  }
  cut(query, found);
  return found;
}

std::vector<const Update*> find_updates(const Updates& updates, const api::JobUpdateQuery& query) {
  std::vector<std::pair<Millis, const Update*>> dated;
  for (const auto& [id, update] : updates.all()) {
    if (matches(query, *update)) dated.emplace_back(last_modified(*update), update.get());
  }
  std::ranges::stable_sort(dated, std::greater(), [](const auto& entry) { return entry.first; });
  std::vector<const Update*> found;
  for (const auto& [time, update] : dated) found.push_back(update);
  cut(query, found);
  return found;
}

}  // namespace borealis::cluster
