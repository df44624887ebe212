// Places PENDING tasks on hosts. (api.md §17.1)
#pragma once

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

  // Assigns every pending task that fits somewhere, oldest first, to the host with the most room; notes for the others
  // why they don't.
  void pass();

 private:
  // The best host; nullptr, with the reason of the nearest fit, when there is none.
  const Host* choose(const Config& config, std::string& reason);
  int count_on_like(const JobId& job, const std::string& attribute, const Host& host);

  Tasks& tasks_;
  Hosts& hosts_;
  Ports& ports_;
  TaskMachine& machine_;
  // Within a pass: ACTIVE placed tasks of a job by value of an attribute.
  std::map<std::pair<JobId, std::string>, std::map<std::string, int>> counted_;
};

}  // namespace borealis::cluster
