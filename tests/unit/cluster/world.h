// A cluster without processes: a real store in a directory of its own, a clock that is set by hand, and a runner that
// says what the test wants.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "cluster/core.h"
#include "cluster/ids.h"
#include "cluster/validate.h"
#include "doctest/doctest.h"

namespace borealis::cluster {

class ManualClock final : public Clock {
 public:
  Millis now() const override { return now_; }
  void advance(Millis span) { now_ += span; }

 private:
  Millis now_ = 1'000'000'000;
};

class World {
 public:
  using S = api::ScheduleStatus;

  explicit World(int hosts = 4) : directory_(std::filesystem::temp_directory_path() / ("borealis-" + new_uuid())) {
    settings_.cluster_name = "test";
    settings_.hostname = "here";
    settings_.hosts.count = hosts;
    settings_.port_probe = [](int) { return true; };
    std::filesystem::create_directory(directory_);
    start();
  }
  ~World() {
    core_.reset();
    store_.reset();
    std::filesystem::remove_all(directory_);
  }

  // As after a SIGKILL: only what was committed is there.
  void restart() {
    core_.reset();
    store_.reset();
    start();
  }

  Core& core() { return *core_; }
  ManualClock& clock() { return clock_; }
  const JobId job{"www", "prod", "web"};

  static api::TaskConfig config(const std::string& data = "{}", bool service = true) {
    api::TaskConfig config;
    api::JobKey key;
    key.__set_role("www");
    key.__set_environment("prod");
    key.__set_name("web");
    config.__set_job(key);
    config.__isset.job = true;  // as a reader leaves it
    config.__set_isService(service);
    config.__set_maxTaskFailures(1);
    api::Resource cpus;
    cpus.__set_numCpus(1);
    api::Resource ram;
    ram.__set_ramMb(64);
    api::Resource disk;
    disk.__set_diskMb(64);
    config.__set_resources({cpus, ram, disk});
    api::ExecutorConfig executor;
    executor.__set_name("AuroraExecutor");
    executor.__set_data(data);
    config.__set_executorConfig(executor);
    REQUIRE(validate_task(config, 1).value_or("") == "");
    return config;
  }

  void create(int instances, const api::TaskConfig& config, int first = 0) {
    core_->change([&] {
      const ConfigPtr shared = core_->configs().intern(config);
      for (int i = 0; i < instances; ++i) core_->machine().add(shared, first + i);
    });
  }

  // Places what waits and lets every runner that was started or told to stop do what it was told.
  void settle() {
    for (int round = 0; round < 100; ++round) {
      const Work work = core_->tick(std::exchange(reports_, {}));
      if (work.launches.empty() && work.signals.empty()) return;
      for (const Launch& launch : work.launches) {
        ++launches;
        if (obedient) say(launch.task_id, S::STARTING);
        if (obedient) say(launch.task_id, launch_result(launch));
      }
      for (const Order& order : work.signals) {
        if (obedient) say(order.task_id, order.kind == Order::Kind::kill ? S::KILLED : S::LOST);
      }
    }
    FAIL("the cluster does not come to rest");
  }

  void say(const std::string& task, TaskStatus status, const std::string& message = "") {
    reports_.push_back({task, status, message, 0});
  }
  void say(int instance, TaskStatus status) { say(task(instance)->id, status); }

  void pass(Millis span) {
    clock_.advance(span);
    settle();
  }

  const Task* task(int instance) { return core_->tasks().active(job, instance); }
  int count(TaskStatus status) {
    int sum = 0;
    for (const auto& [id, task] : core_->tasks().of_job(job)) sum += task->status == status ? 1 : 0;
    return sum;
  }

  bool obedient = true;
  int launches = 0;
  // What becomes of a task with this executor data; RUNNING unless told otherwise.
  std::map<std::string, TaskStatus> results;

 private:
  void start() {
    auto store = Store::open((directory_ / "cluster.db").string());
    REQUIRE(store.ok());
    store_ = std::move(*store);
    core_ = std::make_unique<Core>(settings_, clock_, *store_);
    core_->machine().random = [] { return 0.5; };
    REQUIRE(core_->load().ok());
  }
  TaskStatus launch_result(const Launch& launch) {
    const auto found = results.find(launch.config->message.executorConfig.data);
    return found == results.end() ? S::RUNNING : found->second;
  }

  std::filesystem::path directory_;
  CoreSettings settings_;
  ManualClock clock_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Core> core_;
  std::vector<Report> reports_;
};

}  // namespace borealis::cluster
