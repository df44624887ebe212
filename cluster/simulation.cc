#include "cluster/simulation.h"

#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace borealis::cluster {

namespace {

using S = api::ScheduleStatus;

// What comes at once is worked on together; more of it would not stay in the processor's cache.
constexpr std::size_t kReportsAtOnce = 1000;

// The number after `name` in the executor data.
std::optional<Millis> setting(const std::string& data, const std::string& name) {
  const std::size_t at = data.find(name);
  if (at == std::string::npos) return std::nullopt;
  Millis value = 0;
  const char* first = data.data() + at + name.size();
  const auto [end, error] = std::from_chars(first, data.data() + data.size(), value);
  return error == std::errc() && end != first ? std::optional(value) : std::nullopt;
}

}  // namespace

lang::Status SimulatedAgents::open() {
  wake_.reset(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!wake_) return lang::Error{lang::ErrorClass::output, std::string("eventfd: ") + std::strerror(errno), "", {}};
  return lang::Unit{};
}

void SimulatedAgents::plan_end(const Launch& launch, Millis running) {
  const std::string& data = launch.config->message.executorConfig.data;
  if (const auto fails = setting(data, "SIM_FAIL_MS=")) {
    steps_.insert({running + *fails, {launch.task_id, S::FAILED, "Task failed: exit status 1"}});
  } else if (const auto finishes = setting(data, "SIM_FINISH_MS=")) {
    steps_.insert({running + *finishes, {launch.task_id, S::FINISHED, ""}});
  }
}

void SimulatedAgents::start(const Launch& launch) {
  live_.insert(launch.task_id);
  const Millis starting = clock_.now() + settings_.starting_ms;
  const Millis running = starting + settings_.running_ms;
  steps_.insert({starting, {launch.task_id, S::STARTING, "Initializing sandbox."}});
  steps_.insert({running, {launch.task_id, S::RUNNING, ""}});
  plan_end(launch, running);
}

void SimulatedAgents::adopt(const Launch& launch, bool assigned_only) {
  if (assigned_only) return start(launch);
  live_.insert(launch.task_id);
  const Millis running = clock_.now() + settings_.running_ms;
  steps_.insert({running, {launch.task_id, S::RUNNING, ""}});
  plan_end(launch, running);
}

void SimulatedAgents::take(Work work) {
  for (const Launch& launch : work.launches) start(launch);
  for (const Order& order : work.signals) {
    if (order.kind == Order::Kind::drop || !live_.contains(order.task_id)) {
      live_.erase(order.task_id);
      continue;
    }
    steps_.insert({clock_.now() + settings_.kill_ms, {order.task_id, S::KILLED, "Instructed to kill task."}});
  }
}

std::optional<Millis> SimulatedAgents::next_due() const {
  return steps_.empty() ? std::nullopt : std::optional(steps_.begin()->first);
}

std::vector<Report> SimulatedAgents::due() {
  std::vector<Report> reports;
  while (reports.size() < kReportsAtOnce && !steps_.empty() && steps_.begin()->first <= clock_.now()) {
    const auto first = steps_.extract(steps_.begin());
    Step& step = first.mapped();
    if (!live_.contains(step.task_id)) continue;  // it has ended meanwhile
    if (is_terminal(step.status)) live_.erase(step.task_id);
    reports.push_back({std::move(step.task_id), step.status, std::move(step.message), first.key()});
  }
  return reports;
}

std::vector<Report> SimulatedAgents::wait(Millis timeout) {
  if (const auto next = next_due()) timeout = std::clamp<Millis>(*next - clock_.now(), 0, timeout);
  pause(timeout);
  return due();
}

void SimulatedAgents::pause(Millis timeout) {
  pollfd waiting{wake_.get(), POLLIN, 0};
  poll(&waiting, 1, static_cast<int>(timeout));
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t got = read(wake_.get(), &count, sizeof count);
}

void SimulatedAgents::wake() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(wake_.get(), &one, sizeof one);
}

void SimulatedAgents::drop_all() {
  live_.clear();
  steps_.clear();
}

}  // namespace borealis::cluster
