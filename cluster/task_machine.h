// Drives tasks along the table of task_state.h and does what each step calls for: events, orders to the runners,
// successors, the books of hosts and ports, timers. (api.md §13)
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "cluster/hosts.h"
#include "cluster/tasks.h"

namespace borealis::cluster {

// What is to be done outside once the step that asked for it is durable.
struct Order {
  enum class Kind : unsigned char { launch, kill, drop } kind;
  std::string task_id;
};

// Something happened to an instance. `ended`: the task with `config` has reached a terminal state.
struct Notice {
  JobId job;
  int instance = 0;
  ConfigPtr config;
  bool ended = false;
  std::string left;  // the host that it was on and is no more; empty: none
};

class TaskMachine {
 public:
  TaskMachine(Tasks& tasks, Hosts& hosts, Ports& ports, const Clock& clock);

  // A new first-generation task, PENDING. There must be no ACTIVE one of this instance.
  void add(const ConfigPtr& config, int instance);
  // False: not allowed from where the task stands, nothing was done. The task may be gone afterwards.
  // `time`: when it happened; 0: now.
  bool transition(Task& task, TaskStatus to, const std::string& message = "", Millis time = 0);
  // The same by an operator's word. Nobody told the runner, if there is one: it is given up.
  void force(Task& task, TaskStatus to, const std::string& message);
  // PENDING -> ASSIGNED.
  void assign(Task& task, const Host& host, std::map<std::string, int> ports);
  // Forgets a terminal task.
  void prune(const std::string& id);
  // A task that the store held: its books and timers.
  void restore(Task& task);

  // Does what is due: throttled tasks become PENDING, orders to kill are repeated, states that last too long end.
  void run_timers();
  // When run_timers() has something to do; nothing: never.
  const Millis* next_due() const;

  std::vector<Order>& orders() { return orders_; }
  std::vector<Notice>& notices() { return notices_; }
  // The tasks that changed since the last commit, by id; nullptr: it is gone.
  std::map<std::string, const Task*>& touched() { return touched_; }
  const Clock& clock() const { return clock_; }
  // Set when room on hosts was freed or a task became PENDING.
  bool& placement_due() { return placement_due_; }
  bool placement_due() const { return placement_due_; }

  // A number in [0, 1) for penalties. (Tests put another one.)
  std::function<double()> random;

 private:
  struct Timer {
    std::string task_id;
    std::size_t events;  // valid while the task has so many events
    Millis interval;     // of repeated orders
  };

  void enter(Task& task, TaskStatus to, const std::string& message, Millis time);
  void release(const Task& task);
  void follow_up(const Task& task, const TaskTransition& step, int failures_before);
  void add_successor(const Task& ended);
  Millis penalty(const std::string& ancestor) const;
  void arm(const Task& task);
  void fire(const Timer& timer, Millis now);

  Tasks& tasks_;
  Hosts& hosts_;
  Ports& ports_;
  const Clock& clock_;
  std::vector<Order> orders_;
  std::vector<Notice> notices_;
  std::map<std::string, const Task*> touched_;
  std::multimap<Millis, Timer> timers_;
  bool placement_due_ = true;
};

}  // namespace borealis::cluster
