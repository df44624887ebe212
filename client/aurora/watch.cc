#include "client/aurora/watch.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace borealis::client::aurora {
namespace {

using std::chrono::milliseconds;

// Often enough to be lively, seldom enough that a scheduler on the same two cores has time for its tasks.
milliseconds interval(int instances) {
  return std::clamp(milliseconds(3 * instances), milliseconds(250), milliseconds(2'000));
}

// Nothing to wait for: cron jobs are scheduled when the scheduler says so, and an unchanged job is what it was.
class NothingToWatch : public JobWatch {
 public:
  explicit NothingToWatch(const Handle& handle) : JobWatch(handle) {
    progress_.done = progress_.total;
    end(WatchResult::done, "");
  }
  lang::Status look(WatchSink&) override { return lang::Unit{}; }
};

std::unique_ptr<JobWatch> make_watch(Scheduler& scheduler, const Handle& handle, const WatchOptions& options,
                                     const SteadyNow& now) {
  if (handle.action == PlanAction::create) return watch_created(scheduler, handle, options, now);
  if (handle.action == PlanAction::update && !handle.update_id.empty()) return watch_update(scheduler, handle);
  return std::make_unique<NothingToWatch>(handle);
}

// A question that nobody answers does not outlast the watch by much.
class CallLimit {
 public:
  explicit CallLimit(Scheduler& scheduler) : scheduler_(scheduler) {}
  CallLimit(const CallLimit&) = delete;
  CallLimit& operator=(const CallLimit&) = delete;
  ~CallLimit() { scheduler_.limit_calls(std::nullopt); }

  void set(std::chrono::steady_clock::duration left) {
    constexpr milliseconds kLeast{3'000};
    scheduler_.limit_calls(std::max(kLeast, std::chrono::ceil<milliseconds>(left)));
  }

 private:
  Scheduler& scheduler_;
};

std::string how_far(const Progress& progress) {
  std::string text = fmt::format("{} of {} instances are ready", progress.done, progress.total);
  if (!progress.wait_reasons.empty()) text += fmt::format("; waiting for: {}", progress.wait_reasons.front());
  return text;
}

void tell_progress(const std::vector<std::unique_ptr<JobWatch>>& watches, WatchSink& sink) {
  std::vector<Progress> all;
  for (const auto& watch : watches) all.push_back(watch->progress());
  sink.progress(all);
}

}  // namespace

JobWatch::JobWatch(const Handle& handle) : handle_(handle) {
  progress_.key = handle.key;
  progress_.total = handle.wanted_instances;
  outcome_.key = handle.key;
}

void JobWatch::end(WatchResult result, std::string message, std::vector<TaskStatus> failing) {
  ended_ = true;
  outcome_.result = result;
  outcome_.message = std::move(message);
  outcome_.failing = std::move(failing);
}

void JobWatch::stop(WatchResult result) {
  if (!ended_) end(result, how_far(progress_));
}

lang::Result<std::vector<WatchOutcome>> watch_all(Scheduler& scheduler, const std::vector<Handle>& handles,
                                                  const WatchOptions& options, WatchSink& sink, const SteadyNow& now) {
  std::vector<std::unique_ptr<JobWatch>> watches;
  int instances = options.beside;
  for (const Handle& handle : handles) {
    watches.push_back(make_watch(scheduler, handle, options, now));
    instances += handle.wanted_instances;
  }
  const auto deadline = now() + options.timeout;
  const auto running = [&] {
    return std::any_of(watches.begin(), watches.end(), [](const auto& watch) { return !watch->ended(); });
  };
  CallLimit limit(scheduler);
  bool interrupted = false;
  while (running()) {
    for (const auto& watch : watches) {
      if (watch->ended()) continue;
      limit.set(deadline - now());
      const auto status = watch->look(sink);
      interrupted = !status && status.error().kind == lang::ErrorClass::interrupted;
      if (interrupted) break;
      // That nobody answers in the last moment says no more than that the time is over.
      const bool over = now() >= deadline && !status && status.error().kind == lang::ErrorClass::unreachable;
      if (!status && !over) return status.error();
    }
    if (interrupted) break;
    tell_progress(watches, sink);
    if (!running()) break;
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - now());
    if (left <= milliseconds(0)) {
      for (const auto& watch : watches) watch->stop(WatchResult::timed_out);
      break;
    }
    const milliseconds pause = std::min(interval(instances), left);
    const bool go_on = options.pause ? options.pause(pause) : (std::this_thread::sleep_for(pause), true);
    interrupted = !go_on;
    if (interrupted) break;
  }
  if (interrupted) {
    for (const auto& watch : watches) watch->stop(WatchResult::interrupted);
  }
  std::vector<WatchOutcome> outcomes;
  for (const auto& watch : watches) outcomes.push_back(watch->outcome());
  return outcomes;
}

}  // namespace borealis::client::aurora
