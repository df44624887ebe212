// Places PENDING tasks on hosts. (api.md §17.1)
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>

#include "cluster/matcher.h"
#include "cluster/task_machine.h"

namespace borealis::cluster {

class Placer {
 public:
  Placer(Tasks& tasks, Hosts& hosts, Ports& ports, TaskMachine& machine)
      : tasks_(tasks), hosts_(hosts), ports_(ports), machine_(machine) {}

  // Assigns every pending task that fits somewhere, the configuration that waits longest first, to the host with the
  // most room. `some_placed` is called after every thousand: who makes them durable then finds them in the processor's
  // cache, which is what the cost of a task with many others depends on.
  void pass(const std::function<void()>& some_placed);
  // Why a task with this configuration isn't placed: what the host says that is nearest to a fit. Empty: it fits.
  std::string why_pending(const Config& config);
  // A host is kept for a task until it is placed there or `until`: others don't get its room.
  void reserve(const std::string& host, const std::string& task_id, Millis until);

 private:
  struct Reservation {
    std::string task_id;
    Millis until = 0;
  };
  bool place(Task& task);
  bool may_use(const Host& host, const Task& task) const;
  void count_in(const JobId& job, const Host& host);
  void drop_old_reservations();
  CountOnLike counter(const Config& config);
  int count_on_like(const JobId& job, const std::string& attribute, const Host& host);

  Tasks& tasks_;
  Hosts& hosts_;
  Ports& ports_;
  TaskMachine& machine_;
  std::map<std::string, Reservation> reservations_;  // by host
  // Within a pass: ACTIVE placed tasks of a job by value of an attribute.
  std::map<std::pair<JobId, std::string>, std::map<std::string, int>> counted_;
};

}  // namespace borealis::cluster
