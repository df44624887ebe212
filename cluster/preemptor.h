// Makes room for tasks that wait too long, at the cost of tasks that matter less. (api.md §17.4)
#pragma once

#include <optional>
#include <vector>

#include "cluster/placer.h"

namespace borealis::cluster {

// Whether `pending` may push `victim` out.
bool may_evict(const Task& pending, const Task& victim);

class Preemptor {
 public:
  Preemptor(Tasks& tasks, Hosts& hosts, Ports& ports, TaskMachine& machine, Placer& placer)
      : tasks_(tasks), hosts_(hosts), ports_(ports), machine_(machine), placer_(placer) {}

  // Looks, once a minute, for victims of tasks that have been PENDING for 3 minutes.
  void run_timers();
  std::optional<Millis> next_due() const;

 private:
  struct Plan {
    const Host* host = nullptr;
    std::vector<Task*> victims;
  };
  Plan plan_for(const Task& pending) const;
  std::vector<Task*> victims_on(const Host& host, const Task& pending) const;

  Tasks& tasks_;
  Hosts& hosts_;
  Ports& ports_;
  TaskMachine& machine_;
  Placer& placer_;
  Millis next_look_ = 0;
};

}  // namespace borealis::cluster
