// Updates, as the one who started them sees them.
#include "cluster/updater.h"

#include "world.h"

using namespace borealis;
using namespace borealis::cluster;
using S = api::ScheduleStatus;
using U = api::JobUpdateStatus;
using A = api::JobUpdateAction;

namespace {

constexpr Millis kWatch = 5000;

api::JobUpdateSettings settings(int group = 1) {
  api::JobUpdateSettings out;
  out.__set_updateGroupSize(group);
  out.__set_minWaitInInstanceRunningMs(kWatch);
  out.__set_rollbackOnFailure(true);
  fill_strategy(out);
  return out;
}

api::JobUpdateSettings batches(int size, bool pause) {
  api::BatchJobUpdateStrategy batch;
  batch.__set_groupSize(size);
  batch.__set_autopauseAfterBatch(pause);
  api::JobUpdateSettings out = settings();
  api::JobUpdateStrategy strategy;
  strategy.__set_batchStrategy(batch);
  out.__set_updateStrategy(strategy);
  return out;
}

api::Range range(int first, int last) {
  api::Range out;
  out.__set_first(first);
  out.__set_last(last);
  return out;
}

// A job of `before` instances of v1 on its way to `after` instances of v2.
struct Rollout {
  Rollout(int before, int after, const api::JobUpdateSettings& how) {
    if (before > 0) {
      world.create(before, v1);
      world.settle();
      world.clock().advance(3'600'000);
    }
    api::JobUpdateDetails details;
    api::JobUpdateSummary& summary = details.update.summary;
    summary.key.__set_job(job_key(world.job));
    summary.key.__set_id(id);
    summary.__set_user("me");
    if (before > 0) {
      api::InstanceTaskConfig initial;
      initial.__set_task(v1);
      initial.__set_instances({range(0, before - 1)});
      details.update.instructions.initialState.insert(initial);
    }
    api::InstanceTaskConfig desired;
    desired.__set_task(v2);
    desired.__set_instances({range(0, after - 1)});
    details.update.instructions.__set_desiredState(desired);
    details.update.instructions.__set_settings(how);
    world.core().change([&] { world.core().updater().start(details, "me", "go"); });
  }

  Update& update() { return *world.core().updates().find(id); }
  UpdateStatus status() { return update().status; }
  std::string data(int instance) {
    const Task* task = world.task(instance);
    return task == nullptr ? "" : task->config->message.executorConfig.data;
  }
  std::vector<A::type> actions(int instance) {
    std::vector<A::type> out;
    for (const auto& event : update().details.instanceEvents) {
      if (event.instanceId == instance) out.push_back(event.action);
    }
    return out;
  }
  std::set<int> touched() {
    std::set<int> out;
    for (const auto& event : update().details.instanceEvents) out.insert(event.instanceId);
    return out;
  }
  template <class Verb>
  std::optional<std::string> call(Verb verb) {
    return world.core().change([&] { return (world.core().updater().*verb)(update(), "me", ""); });
  }
  // Lets time pass until the update is over, at most ten minutes.
  void finish() {
    world.settle();
    for (int i = 0; is_active(status()) && i < 600; ++i) world.pass(1000);
  }

  World world;
  const api::TaskConfig v1 = World::config("v1");
  const api::TaskConfig v2 = World::config("v2");
  const std::string id = "update-1";
};

}  // namespace

TEST_CASE("a changed job is rolled forward, one instance at a time") {
  Rollout r(3, 3, settings());
  r.world.settle();
  CHECK(r.data(0) == "v2");
  CHECK(r.data(1) == "v1");
  r.world.pass(kWatch - 1);
  CHECK(r.data(1) == "v1");  // still watched
  r.world.pass(1);
  CHECK(r.data(1) == "v2");
  r.finish();
  CHECK(r.status() == U::ROLLED_FORWARD);
  for (int i = 0; i < 3; ++i) {
    CHECK(r.data(i) == "v2");
    CHECK(r.actions(i) == std::vector<A::type>{A::INSTANCE_UPDATING, A::INSTANCE_UPDATED});
  }
}

TEST_CASE("a queue keeps its number of instances going") {
  Rollout r(5, 5, settings(2));
  r.world.settle();
  CHECK(r.touched() == std::set<int>{0, 1});
  r.world.pass(kWatch);
  CHECK(r.touched() == std::set<int>{0, 1, 2, 3});
}

TEST_CASE("new instances come before changed ones, removals last") {
  Rollout grow(2, 4, batches(2, false));
  grow.world.settle();
  CHECK(grow.touched() == std::set<int>{2, 3});
  grow.finish();
  CHECK(grow.status() == U::ROLLED_FORWARD);
  CHECK(grow.world.count(S::RUNNING) == 4);

  Rollout shrink(4, 2, settings(1));
  shrink.finish();
  CHECK(shrink.status() == U::ROLLED_FORWARD);
  CHECK(shrink.update().details.instanceEvents.back().instanceId == 3);
  CHECK(shrink.world.task(2) == nullptr);
  CHECK(shrink.world.task(3) == nullptr);
}

TEST_CASE("a batch waits for all of it") {
  Rollout r(4, 4, batches(2, false));
  r.world.settle();
  CHECK(r.touched() == std::set<int>{0, 1});
  r.world.pass(kWatch);
  CHECK(r.touched() == std::set<int>{0, 1, 2, 3});
}

TEST_CASE("an update pauses after each batch but the last when asked to") {
  Rollout r(4, 4, batches(2, true));
  r.world.settle();
  r.world.pass(kWatch);
  CHECK(r.status() == U::ROLL_FORWARD_PAUSED);
  CHECK(r.update().details.updateEvents.back().message == "Update auto paused");
  CHECK(r.touched() == std::set<int>{0, 1});
  CHECK_FALSE(r.call(&Updater::resume));
  r.finish();
  CHECK(r.status() == U::ROLLED_FORWARD);
}

TEST_CASE("variable batches take their sizes in turn, the last repeats, and go back the same way") {
  api::JobUpdateStrategy strategy;
  strategy.varBatchStrategy.__set_groupSizes({1, 2});
  strategy.__isset.varBatchStrategy = true;
  CHECK(next_group(strategy, true, 6, 6, 0) == 1);
  CHECK(next_group(strategy, true, 6, 5, 0) == 2);
  CHECK(next_group(strategy, true, 6, 3, 0) == 2);
  CHECK(next_group(strategy, true, 6, 1, 0) == 1);
  CHECK(next_group(strategy, true, 6, 5, 1) == 0);
  CHECK(next_group(strategy, false, 6, 6, 0) == 1);
  CHECK(next_group(strategy, false, 6, 5, 0) == 2);
  CHECK(next_group(strategy, false, 6, 1, 0) == 1);
}

TEST_CASE("a failing update is rolled back, and says what failed") {
  Rollout r(3, 3, settings());
  r.world.results["v2"] = S::FAILED;
  r.finish();
  CHECK(r.status() == U::ROLLED_BACK);
  std::string why;
  for (const auto& event : r.update().details.updateEvents) {
    if (event.status == U::ROLLING_BACK) why = event.message;
  }
  CHECK(why == "Latest failure: instance 0 exited.");
  for (int i = 0; i < 3; ++i) CHECK(r.data(i) == "v1");
  CHECK(r.actions(0) == std::vector<A::type>{A::INSTANCE_UPDATING, A::INSTANCE_UPDATE_FAILED, A::INSTANCE_ROLLING_BACK,
                                             A::INSTANCE_ROLLED_BACK});
  CHECK(r.actions(2).empty());  // never touched
}

TEST_CASE("without rollback a failing update fails and leaves things as they are") {
  api::JobUpdateSettings how = settings();
  how.rollbackOnFailure = false;
  Rollout r(2, 2, how);
  r.world.results["v2"] = S::FAILED;
  r.finish();
  CHECK(r.status() == U::FAILED);
  CHECK(r.data(1) == "v1");
}

TEST_CASE("failures of an instance and failed instances are tolerated up to their limits") {
  api::JobUpdateSettings how = settings();
  how.maxPerInstanceFailures = 1;
  Rollout r(1, 1, how);
  r.world.settle();
  r.world.say(0, S::FAILED);
  r.world.settle();
  CHECK(r.status() == U::ROLLING_FORWARD);
  r.finish();
  CHECK(r.status() == U::ROLLED_FORWARD);

  how = settings(2);
  how.maxFailedInstances = 1;
  Rollout two(2, 2, how);
  two.world.settle();
  two.world.say(0, S::FAILED);
  two.finish();
  CHECK(two.status() == U::ROLLED_FORWARD);
  CHECK(two.actions(0).back() == A::INSTANCE_UPDATE_FAILED);
}

TEST_CASE("an update that makes a job and fails takes it away again") {
  Rollout r(0, 2, settings(2));
  r.world.results["v2"] = S::FAILED;
  r.finish();
  CHECK(r.status() == U::ROLLED_BACK);
  CHECK(r.world.core().tasks().active(r.world.job).empty());
}

TEST_CASE("pause stops, resume goes on where it was, abort leaves the mixture") {
  Rollout r(3, 3, settings());
  r.world.settle();
  CHECK_FALSE(r.call(&Updater::pause));
  CHECK(r.status() == U::ROLL_FORWARD_PAUSED);
  r.world.pass(60'000);
  CHECK(r.data(1) == "v1");
  CHECK_FALSE(r.call(&Updater::resume));
  r.world.settle();
  CHECK(r.data(1) == "v2");
  CHECK(r.actions(0) == std::vector<A::type>{A::INSTANCE_UPDATING, A::INSTANCE_UPDATED});
  CHECK_FALSE(r.call(&Updater::abort));
  r.world.pass(60'000);
  CHECK(r.status() == U::ABORTED);
  CHECK(r.data(2) == "v1");
  CHECK(r.call(&Updater::abort) == std::nullopt);
  CHECK(r.call(&Updater::resume) == "Cannot transition update from ABORTED to null");
  CHECK(r.call(&Updater::roll_back) == "Cannot transition update from ABORTED to ROLLING_BACK");
}

TEST_CASE("a rollback on request restores what was") {
  Rollout r(2, 3, settings());
  r.world.settle();
  r.world.pass(kWatch);
  CHECK_FALSE(r.call(&Updater::roll_back));
  r.finish();
  CHECK(r.status() == U::ROLLED_BACK);
  CHECK(r.world.task(2) == nullptr);
  CHECK(r.data(0) == "v1");
  CHECK(r.data(1) == "v1");
}

TEST_CASE("a coordinated update waits for pulses") {
  api::JobUpdateSettings how = settings();
  how.__set_blockIfNoPulsesAfterMs(2000);
  Rollout r(1, 1, how);
  r.world.pass(10'000);
  CHECK(r.status() == U::ROLL_FORWARD_AWAITING_PULSE);
  CHECK(r.touched().empty());
  const auto pulse = [&] { r.world.core().change([&] { r.world.core().updater().pulse(r.update()); }); };
  pulse();
  r.world.settle();
  CHECK(r.status() == U::ROLLING_FORWARD);
  CHECK(r.data(0) == "v2");
  r.world.pass(kWatch);
  CHECK(r.status() == U::ROLL_FORWARD_AWAITING_PULSE);
  CHECK(r.update().details.updateEvents.back().message == "Pulses from external service have timed out.");
  pulse();
  r.world.settle();
  CHECK(r.status() == U::ROLLED_FORWARD);
}

TEST_CASE("an update goes on after a crash") {
  Rollout r(4, 4, settings(2));
  r.world.settle();
  r.world.pass(kWatch);
  CHECK(r.touched() == std::set<int>{0, 1, 2, 3});
  r.world.restart();
  CHECK(r.status() == U::ROLLING_FORWARD);
  r.finish();
  CHECK(r.status() == U::ROLLED_FORWARD);
  for (int i = 0; i < 4; ++i) {
    CHECK(r.data(i) == "v2");
    CHECK(r.actions(i) == std::vector<A::type>{A::INSTANCE_UPDATING, A::INSTANCE_UPDATED});
  }
}

TEST_CASE("a paused update stays paused over a crash") {
  Rollout r(3, 3, settings());
  r.world.settle();
  CHECK_FALSE(r.call(&Updater::pause));
  r.world.restart();
  r.world.pass(60'000);
  CHECK(r.status() == U::ROLL_FORWARD_PAUSED);
  CHECK(r.data(1) == "v1");
}
