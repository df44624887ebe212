#include "cluster/task_machine.h"

#include <algorithm>
#include <random>

#include "cluster/ids.h"
#include "fmt/format.h"

namespace borealis::cluster {

namespace {

using S = api::ScheduleStatus;

// api.md §13.2, §13.3.
constexpr Millis kFlappingThreshold = 5 * 60'000;
constexpr Millis kFirstPenalty = 30'000;
constexpr Millis kMostPenalty = 5 * 60'000;
constexpr Millis kTransientTimeout = 5 * 60'000;
constexpr Millis kFirstKillRetry = 15'000;

bool has_event(const Task& task, TaskStatus status) {
  return std::ranges::any_of(task.events, [&](const TaskEvent& event) { return event.status == status; });
}

// Whether this generation, which has ended, ended suspiciously soon.
bool flapped(const Task& task) {
  if (has_event(task, S::RESTARTING) || has_event(task, S::KILLING) || has_event(task, S::DRAINING)) return false;
  const auto latest =
      std::find_if(task.events.rbegin(), task.events.rend(), [](const TaskEvent& e) { return is_active(e.status); });
  return latest != task.events.rend() && task.events.back().time - latest->time < kFlappingThreshold;
}

bool is_transient(TaskStatus status) {
  return status == S::ASSIGNED || status == S::PREEMPTING || status == S::RESTARTING || status == S::KILLING ||
         status == S::DRAINING;
}

bool wants_successor(const Task& task, const TaskTransition& step, int failures_before) {
  const api::TaskConfig& config = task.config->message;
  switch (step.successor) {
    case Successor::none:
      return false;
    case Successor::if_service:
      return config.isService;
    case Successor::if_failures_allow:
      return config.isService || config.maxTaskFailures == -1 || failures_before < config.maxTaskFailures - 1;
    case Successor::unless_kill_was_ordered:
      return !has_event(task, S::KILLING);
    case Successor::always:
      return true;
  }
  return false;
}

}  // namespace

TaskMachine::TaskMachine(Tasks& tasks, Hosts& hosts, Ports& ports, const Clock& clock)
    : random([engine = std::minstd_rand(std::random_device{}())]() mutable {
        return std::uniform_real_distribution<double>(0, 1)(engine);
      }),
      tasks_(tasks),
      hosts_(hosts),
      ports_(ports),
      clock_(clock) {}

void TaskMachine::add(const ConfigPtr& config, int instance) {
  Task task;
  task.id = new_task_id(config->job, instance);
  task.config = config;
  task.instance = instance;
  enter(tasks_.insert(std::move(task)), S::PENDING, "", clock_.now());
}

void TaskMachine::enter(Task& task, TaskStatus to, const std::string& message, Millis time) {
  const TaskStatus from = task.status;
  // A report may carry a time of the runner's; events stay in order.
  if (!task.events.empty()) time = std::max(time, task.events.back().time);
  task.status = to;
  task.events.push_back({time, to, message});
  tasks_.status_changed(task, from);
  touched_[task.id] = &task;
  if (to == S::PENDING) placement_due_ = true;
  const bool left = is_assigned(from) && !is_assigned(to);
  if (left) release(task);
  arm(task);
  // One that was told to end did not end by itself.
  const bool ended = is_terminal(to) && from != S::KILLING;
  notices_.push_back({task.job(), task.instance, task.config, ended, left ? task.host : ""});
}

void TaskMachine::release(const Task& task) {
  hosts_.give_back(task.host, task.config->needs);
  ports_.give_back(task.ports);
  placement_due_ = true;
}

bool TaskMachine::transition(Task& task, TaskStatus to, const std::string& message, Millis time) {
  const TaskTransition* step = find_transition(task.status, to);
  if (step == nullptr) return false;
  if (time == 0) time = clock_.now();
  if (step->removes) {
    const Notice notice{task.job(), task.instance, task.config, false, ""};
    touched_[task.id] = nullptr;
    tasks_.erase(task.id);
    notices_.push_back(notice);
    return true;
  }
  if (step->lost_because != nullptr) {
    return transition(task, S::LOST, step->lost_because, time);
  }
  const int failures_before = task.failures;
  if (step->counts_as_failure) ++task.failures;
  if (step->kill) {
    orders_.push_back({is_terminal(to) ? Order::Kind::drop : Order::Kind::kill, task.id});
  }
  if (to == S::PARTITIONED) ++task.times_partitioned;
  enter(task, to, message, time);
  follow_up(task, *step, failures_before);
  return true;
}

void TaskMachine::force(Task& task, TaskStatus to, const std::string& message) {
  const std::string id = task.id;
  const bool had_runner = is_assigned(task.status);
  transition(task, to, message);
  const Task* forced = tasks_.find(id);
  if (had_runner && (forced == nullptr || is_terminal(forced->status))) orders_.push_back({Order::Kind::drop, id});
}

void TaskMachine::follow_up(const Task& task, const TaskTransition& step, int failures_before) {
  if (wants_successor(task, step, failures_before)) add_successor(task);
}

void TaskMachine::add_successor(const Task& ended) {
  Task next;
  next.id = new_task_id(ended.job(), ended.instance);
  next.config = ended.config;
  next.instance = ended.instance;
  next.failures = ended.failures;
  next.ancestor = ended.id;
  // The choice looks at the ancestors of the task that just ended; its own exit is not counted yet.
  const Millis wait = penalty(ended.ancestor);
  Task& added = tasks_.insert(std::move(next));
  if (wait == 0) {
    enter(added, S::PENDING, "Rescheduled", clock_.now());
  } else {
    enter(added, S::THROTTLED, fmt::format("Rescheduled, penalized for {} ms for flapping", wait), clock_.now());
  }
}

Millis TaskMachine::penalty(const std::string& ancestor) const {
  Millis sum = 0;
  const Task* task = tasks_.find(ancestor);
  while (task != nullptr && sum < kMostPenalty && flapped(*task)) {
    const auto base = static_cast<double>(sum == 0 ? kFirstPenalty : sum);
    sum = std::min(kMostPenalty, static_cast<Millis>(base + random() * base));
    task = tasks_.find(task->ancestor);
  }
  return sum;
}

void TaskMachine::assign(Task& task, const Host& host, std::map<std::string, int> ports) {
  task.host = host.name;
  task.agent_id = host.agent_id;
  task.ports = std::move(ports);
  task.run = new_uuid();
  hosts_.take(task.host, task.config->needs);
  ports_.take(task.ports);
  enter(task, S::ASSIGNED, "", clock_.now());
  orders_.push_back({Order::Kind::launch, task.id});
}

void TaskMachine::prune(const std::string& id) {
  touched_[id] = nullptr;
  tasks_.erase(id);
}

void TaskMachine::restore(Task& task) {
  if (is_assigned(task.status)) {
    hosts_.take(task.host, task.config->needs);
    ports_.take(task.ports);
  }
  // The order may not have reached the runner before we ended.
  if (is_transient(task.status) && task.status != S::ASSIGNED) orders_.push_back({Order::Kind::kill, task.id});
  arm(task);
}

void TaskMachine::arm(const Task& task) {
  const Millis entered = task.events.back().time;
  if (task.status == S::THROTTLED) {
    timers_.insert({entered + penalty(task.ancestor), {task.id, task.events.size(), 0}});
  } else if (task.status == S::PARTITIONED) {
    const api::PartitionPolicy& policy = task.config->message.partitionPolicy;
    const bool given = task.config->message.__isset.partitionPolicy;
    if (given && !policy.reschedule) return;
    const Millis delay = given && policy.__isset.delaySecs ? policy.delaySecs * 1000 : 0;
    timers_.insert({entered + delay, {task.id, task.events.size(), 0}});
  } else if (is_transient(task.status)) {
    timers_.insert({std::max(entered, clock_.now()) + kFirstKillRetry, {task.id, task.events.size(), kFirstKillRetry}});
  }
}

const Millis* TaskMachine::next_due() const {
  return timers_.empty() ? nullptr : &timers_.begin()->first;
}

void TaskMachine::run_timers() {
  const Millis now = clock_.now();
  while (!timers_.empty() && timers_.begin()->first <= now) {
    const Timer timer = timers_.begin()->second;
    timers_.erase(timers_.begin());
    fire(timer, now);
  }
}

void TaskMachine::fire(const Timer& timer, Millis now) {
  Task* task = tasks_.find(timer.task_id);
  if (task == nullptr || task->events.size() != timer.events) return;
  if (task->status == S::THROTTLED) {
    transition(*task, S::PENDING);
    return;
  }
  if (task->status == S::PARTITIONED) {
    transition(*task, S::LOST, "Task partitioned for too long.");
    return;
  }
  const Millis gives_up = task->events.back().time + kTransientTimeout;
  if (now >= gives_up) {
    orders_.push_back({Order::Kind::drop, task->id});
    transition(*task, S::LOST, "Task timed out");
    return;
  }
  if (task->status != S::ASSIGNED) orders_.push_back({Order::Kind::kill, task->id});
  const Millis interval = timer.interval * 2;
  timers_.insert({std::min(now + interval, gives_up), {timer.task_id, timer.events, interval}});
}

}  // namespace borealis::cluster
