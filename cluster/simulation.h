// Tasks without processes: they start, run and end by the clock. The scheduler's code is the same.
#pragma once

#include <atomic>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "cluster/agents.h"
#include "cluster/descriptor.h"

namespace borealis::cluster {

// How long a simulated task takes. Executor data that holds SIM_FAIL_MS=n or SIM_FINISH_MS=n says that the task fails
// or finishes so long after it began to run.
struct SimulationSettings {
  Millis starting_ms = 275;  // from the order, which takes a moment to arrive, to STARTING
  Millis running_ms = 1000;  // from there to RUNNING
  Millis kill_ms = 250;      // from the order to KILLED
};

// A clock that stands still until it is set.
class SettableClock final : public Clock {
 public:
  explicit SettableClock(Millis start) : now_(start) {}
  Millis now() const override { return now_; }
  void set(Millis now) { now_ = now; }

 private:
  std::atomic<Millis> now_;
};

class SimulatedAgents final : public Agents {
 public:
  SimulatedAgents(SimulationSettings settings, const Clock& clock) : settings_(settings), clock_(clock) {}

  lang::Status open() override;
  void adopt(const Launch& launch, bool assigned_only) override;
  void drop_strays() override {}
  void take(Work work) override;
  std::vector<Report> wait(Millis timeout) override;
  void wake() override;
  void drop_all() override;
  std::size_t size() const override { return live_.size(); }

  // Waits for wake(), but no longer than that.
  void pause(Millis timeout);
  // What is due by the clock, in order: the first thousand.
  std::vector<Report> due();
  std::optional<Millis> next_due() const;

 private:
  struct Step {
    std::string task_id;
    TaskStatus status;
    std::string message;
  };
  void start(const Launch& launch);
  void plan_end(const Launch& launch, Millis running);

  SimulationSettings settings_;
  const Clock& clock_;
  Descriptor wake_;
  std::multimap<Millis, Step> steps_;
  std::set<std::string> live_;
};

}  // namespace borealis::cluster
