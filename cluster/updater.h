// Carries job updates out. (api.md §12)
//
// While an update rolls, each of its instances waits, is being worked on, or is done; the strategy says how many
// waiting ones are taken on. Where instances stand is found again from the update's events after a restart or a pause.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cluster/instance_update.h"
#include "cluster/sla.h"
#include "cluster/task_machine.h"
#include "cluster/update_plan.h"
#include "cluster/updates.h"

namespace borealis::cluster {

class Updater {
 public:
  Updater(Updates& updates, Tasks& tasks, TaskMachine& machine, ConfigTable& configs, Sla& sla, const Clock& clock)
      : updates_(updates), tasks_(tasks), machine_(machine), configs_(configs), sla_(sla), clock_(clock) {}

  // Takes on a new update; `details` has instructions and summary, no events. Returns the update.
  Update& start(api::JobUpdateDetails details, const std::string& user, const std::string& message);
  // After a restart: goes on with those that roll.
  void resume_all();

  // The verbs. A text: the call is refused, this is why.
  std::optional<std::string> pause(Update& update, const std::string& user, const std::string& message);
  std::optional<std::string> resume(Update& update, const std::string& user, const std::string& message);
  std::optional<std::string> abort(Update& update, const std::string& user, const std::string& message);
  std::optional<std::string> roll_back(Update& update, const std::string& user, const std::string& message);
  void pulse(Update& update);

  void on_notice(const Notice& notice);
  // A coordinator has answered (sla.h) whether this task may be ended.
  void on_sla_answer(const Task& task);
  void run_timers();
  const Millis* next_due() const { return timers_.empty() ? nullptr : &timers_.begin()->first; }

  // Ids of updates that changed since the last commit.
  std::set<std::string>& touched() { return touched_; }

 private:
  struct Run {
    bool forward = true;
    std::vector<InstanceChange> changes;  // in the order of this direction
    std::map<int, std::size_t> index;
    std::set<int> waiting;
    std::set<int> working;
    std::set<int> failed;
    std::map<int, int> failures;
    bool group_started = false;
    std::string latest_failure;
    const ConfigPtr& wanted(int instance) const {
      const InstanceChange& change = changes[index.at(instance)];
      return forward ? change.after : change.before;
    }
  };

  std::optional<std::string> go_to(Update& update, UpdateStatus to, const std::string& user,
                                   const std::string& message);
  void enter(Update& update, UpdateStatus to, const std::string& user, const std::string& message);
  Run& begin_run(Update& update);
  void evaluate(Update& update, Run& run, int instance);
  void act(Update& update, Run& run, int instance, InstanceStep step);
  void advance(Update& update, Run& run);
  void take_on(Update& update, Run& run, int count);
  void fail(Update& update, const Run& run);
  // updater_sla.cc: whether the instance's end must wait because of the SLA policy. Sets a timer then.
  bool sla_holds_back(Update& update, const Run& run, const Task& task);
  void note(Update& update, int instance, bool forward, const std::string& message);
  bool overdue(const Update& update) const;
  bool stop_for_pulse(Update& update);
  void record(Update& update, int instance, api::JobUpdateAction::type action);
  static bool has_event(const Update& update, int instance, std::optional<api::JobUpdateAction::type> action);

  struct SlaWait {
    Millis delay = 0;
    Millis next = 0;
  };

  Updates& updates_;
  Tasks& tasks_;
  TaskMachine& machine_;
  ConfigTable& configs_;
  Sla& sla_;
  const Clock& clock_;
  std::map<std::string, Run> runs_;                           // of those that roll
  std::map<std::pair<std::string, int>, SlaWait> sla_waits_;  // by update and instance
  std::map<std::string, Millis> last_pulse_;                  // in memory only (api.md §12.4)
  std::multimap<Millis, std::pair<std::string, int>> timers_;
  std::set<std::string> touched_;
};

}  // namespace borealis::cluster
