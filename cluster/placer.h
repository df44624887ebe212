// Places PENDING tasks on hosts. (api.md §17.1)
#pragma once

#include <map>
#include <string>
#include <unordered_set>
#include <utility>

#include "cluster/matcher.h"
#include "cluster/task_machine.h"

namespace borealis::cluster {

class Placer {
 public:
  Placer(Tasks& tasks, Hosts& hosts, Ports& ports, TaskMachine& machine)
      : tasks_(tasks), hosts_(hosts), ports_(ports), machine_(machine) {}

  // A pass assigns every pending task that fits somewhere, the configuration that waits longest first, to the host with
  // the most room. It stops after a thousand, to be gone on with: others get the lock in between, and who makes the
  // tasks durable and starts them finds them in the processor's cache, which is what the cost of one among many depends
  // on. What was refused is not tried again before a pass that begins anew; that is due when room was freed or another
  // task waits.
  enum class Pass : unsigned char { anew, going_on };
  void pass(Pass which);
  // Whether the last pass is to be gone on with.
  bool stopped_early() const { return stopped_early_; }
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
  bool place_group(const Config* config, int& left);
  void place_reserved(const Config* config);
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
  bool stopped_early_ = false;
  std::unordered_set<const Config*> refused_;  // in this pass
  // Within a pass: ACTIVE placed tasks of a job by value of an attribute.
  std::map<std::pair<JobId, std::string>, std::map<std::string, int>> counted_;
};

}  // namespace borealis::cluster
