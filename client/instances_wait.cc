#include "client/instances_wait.h"

#include <algorithm>

#include "client/interrupt.h"

namespace borealis::client {

namespace {

bool reached(const TaskStatus& task, WaitUntil until) {
  if (!task.active) return true;
  return until == WaitUntil::running && task.running;
}

// Per instance only the newest task counts; the tasks of an instance come oldest first.
std::vector<TaskStatus> newest_of_each(std::vector<TaskStatus> tasks) {
  std::vector<TaskStatus> newest;
  for (TaskStatus& task : tasks) {
    if (!newest.empty() && newest.back().instance == task.instance) {
      newest.back() = std::move(task);
    } else {
      newest.push_back(std::move(task));
    }
  }
  return newest;
}

}  // namespace

lang::Status wait_for_instances(Engine& engine, const schema::JobKey& key, const std::optional<Instances>& instances,
                                WaitUntil until, std::chrono::seconds timeout, Context& context) {
  if (until == WaitUntil::pending) return lang::Unit{};
  const InterruptScope interrupts;
  const auto end = std::chrono::steady_clock::now() + timeout;
  std::chrono::milliseconds pause(250);
  const auto hint = fmt::format("the job stands; look at it with `borealis job status {}`", key.text());
  std::size_t told = 0;
  while (true) {
    TaskFilter filter;
    filter.instances = instances;
    auto tasks = engine.tasks(key, filter);
    if (!tasks) return std::move(tasks).error();
    const auto newest = newest_of_each(std::move(*tasks));
    const auto ready = static_cast<std::size_t>(
        std::count_if(newest.begin(), newest.end(), [&](const TaskStatus& task) { return reached(task, until); }));
    const char* state = until == WaitUntil::running ? "run or have ended" : "have ended";
    const std::size_t wanted = instances ? instances->size() : newest.size();
    if (ready != told) say(context, fmt::format("{}: {} of {} {}", key.text(), ready, wanted, state));
    told = ready;
    if (ready == wanted) return lang::Unit{};
    if (std::chrono::steady_clock::now() + pause > end)
      return lang::Error{lang::ErrorClass::unreachable,
                         fmt::format("only {} of {} instances {} in time", ready, wanted, state),
                         hint,
                         {}};
    if (!interruptible_sleep(pause)) return lang::Error{lang::ErrorClass::interrupted, "no longer waiting", hint, {}};
    pause = std::min(pause * 3 / 2, std::chrono::milliseconds(5000));
  }
}

}  // namespace borealis::client
