// Hosts that are to be left alone or emptied. (api.md §18.2)
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "cluster/sla.h"
#include "cluster/task_machine.h"

namespace borealis::cluster {

using HostMode = api::MaintenanceMode::type;

class Maintenance {
 public:
  Maintenance(Hosts& hosts, Tasks& tasks, TaskMachine& machine, Sla& sla, const Clock& clock)
      : hosts_(hosts), tasks_(tasks), machine_(machine), sla_(sla), clock_(clock) {}

  // SCHEDULED: used after all others.
  HostMode schedule(const std::string& host);
  // Every task goes now, whatever its policy says at the latest at the next look.
  HostMode drain(const std::string& host);
  // Tasks go as their policies allow, `fallback` being that of tasks without one; after `timeout_secs` all go.
  HostMode drain_gently(const std::string& host, const api::SlaPolicy& fallback, std::int64_t timeout_secs);
  HostMode end(const std::string& host);
  HostMode mode_of(const std::string& host) const;

  // As the store held it.
  void restore(const std::string& host, HostMode mode, const std::optional<api::HostMaintenanceRequest>& request);
  const api::HostMaintenanceRequest* request_of(const std::string& host) const;

  // A host whose last task has ended is DRAINED.
  void on_end(const std::string& host);
  // A coordinator has answered (sla.h) whether this task may be moved.
  void on_sla_answer(Task& task);
  // Looks at the hosts that drain, once a minute.
  void run_timers();
  std::optional<Millis> next_due() const;

  // Hosts that changed since the last commit.
  std::set<std::string>& touched() { return touched_; }

 private:
  HostMode set(const std::string& host, HostMode mode);
  void request(const std::string& host, const api::SlaPolicy& policy, std::int64_t timeout_secs);
  // Moves the tasks that may go; all of them when `forced`.
  void move_tasks(const std::string& host, bool forced);
  // Whether the task may be moved by its own policy, else by that of its host's request.
  bool may_move(const std::string& host, const Task& task);
  bool is_empty(const std::string& host) const;

  Hosts& hosts_;
  Tasks& tasks_;
  TaskMachine& machine_;
  Sla& sla_;
  const Clock& clock_;
  std::map<std::string, api::HostMaintenanceRequest> requests_;
  Millis next_look_ = 0;
  std::set<std::string> touched_;
};

}  // namespace borealis::cluster
