// The cluster's state and the one lock around it. Whoever changes something does it inside change(): what follows from
// it is worked out, and all of it is durable, before change() returns.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "cluster/maintenance.h"
#include "cluster/preemptor.h"
#include "cluster/quota.h"
#include "cluster/store.h"
#include "cluster/updater.h"

namespace borealis::cluster {

struct CoreSettings {
  std::string cluster_name;
  std::string hostname;  // of the machine: who recorded an event
  HostSettings hosts;
  bool (*port_probe)(int) = &Ports::is_free;
  bool shared_ports = false;  // each host has all of them
};

// What a runner says of its task.
struct Report {
  std::string task_id;
  TaskStatus status = api::ScheduleStatus::LOST;
  std::string message;
  Millis time = 0;  // 0: now
};

// Everything a runner must be told to start a task.
struct Launch {
  std::string task_id;
  std::string run;
  std::string host;
  std::string agent_id;
  int instance = 0;
  std::map<std::string, int> ports;
  ConfigPtr config;
};

// What is to be done on the machine, in this order.
struct Work {
  std::vector<Launch> launches;
  std::vector<Order> signals;     // kill, drop
  std::vector<Launch> forgotten;  // runs of pruned tasks: their directories go
  std::vector<SlaQuestion> questions;
};

class Core {
 public:
  Core(CoreSettings settings, const Clock& clock, Store& store);

  // `at_rest`: only to be looked at; updates don't go on.
  enum class Loading : unsigned char { going_on, at_rest };
  // Reads the store. To be called once, before anything else.
  lang::Status load(Loading loading = Loading::going_on);
  // Nothing is stored any more: the store holds something else than memory now, and the process ends.
  void retire() { retired_ = true; }

  // Runs `f` under the lock, then everything that follows from it, and commits. A commit that fails ends the process:
  // memory would say what the store doesn't, and the next start finds the truth there.
  template <class F>
  auto change(F&& f) {
    const std::lock_guard lock(mutex_);
    if constexpr (std::is_void_v<decltype(f())>) {
      f();
      settle();
    } else {
      auto result = f();
      settle();
      return result;
    }
  }
  template <class F>
  auto read(F&& f) {
    const std::lock_guard lock(mutex_);
    return f();
  }

  // The tasks that are on a host, after load(): to be found again. True: it is ASSIGNED, perhaps not begun yet.
  std::vector<std::pair<Launch, bool>> placed();
  // For the loop: takes reports in, runs what is due, and gives out the work that became durable with it.
  Work tick(const std::vector<Report>& reports);
  // What a coordinator says of one of the questions.
  void coordinator_answered(const std::string& task_id, bool allowed);
  // Whether tick() should come again at once: it places so many tasks at a time.
  bool has_more_to_place();
  // When tick() should come again even if nothing happens; milliseconds from now, at most `most`.
  Millis next_tick(Millis most);
  // Called (under the lock) when there is work for the loop.
  std::function<void()> on_work = [] {};
  // A number that grows with every change of what there is to see.
  std::uint64_t version() const { return version_; }
  // The parts. Only inside change() or read().
  const CoreSettings& settings() const { return settings_; }
  const Clock& clock() const { return clock_; }
  Store& store() { return store_; }
  Tasks& tasks() { return tasks_; }
  Hosts& hosts() { return hosts_; }
  Updates& updates() { return updates_; }
  TaskMachine& machine() { return machine_; }
  Updater& updater() { return updater_; }
  ConfigTable& configs() { return configs_; }
  Placer& placer() { return placer_; }
  Quotas& quotas() { return quotas_; }
  CronJobs& crons() { return crons_; }
  CronRunner& cron_runner() { return cron_runner_; }
  Maintenance& maintenance() { return maintenance_; }
  Consumption consumption() const { return {tasks_, updates_, crons_}; }
  // Deletes a terminal task, and its directory. Inside change().
  void forget(const Task& task);
  // Takes every task out of the world: updates aborted, waiting tasks dropped, the others ordered to end. Nothing is
  // placed any more.
  void end_all_tasks(const std::string& message);

 private:
  void settle();
  void commit();
  bool placement_waits() const;
  void collect_records(Batch& batch);
  lang::Status load_records(const Contents& contents);
  void prune();
  void prune_tasks(Millis now);
  void prune_updates(Millis now);
  Launch launch_of(const Task& task) const;
  lang::Status load_tasks(const Contents& contents);
  lang::Status load_updates(const Contents& contents);

  CoreSettings settings_;
  const Clock& clock_;
  Store& store_;
  std::mutex mutex_;
  Tasks tasks_;
  Hosts hosts_;
  Ports ports_;
  Updates updates_;
  ConfigTable configs_;
  TaskMachine machine_;
  Placer placer_;
  Sla sla_;
  Updater updater_;
  Quotas quotas_;
  CronJobs crons_;
  CronRunner cron_runner_;
  Maintenance maintenance_;
  Preemptor preemptor_;
  std::vector<Launch> forgotten_;
  Millis next_prune_ = 0;
  bool placing_ = true;
  bool retired_ = false;
  std::atomic<std::uint64_t> version_ = 1;
};

// A task as the API shows it; without configuration when `config` is false.
api::ScheduledTask scheduled_task(const Task& task, const CoreSettings& settings, bool config = true);

}  // namespace borealis::cluster
