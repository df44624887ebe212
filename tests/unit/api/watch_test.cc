#include <doctest/doctest.h>

#include "client/api/convert.h"
#include "client/api/names.h"
#include "client/aurora/watch.h"
#include "fake_scheduler.h"

using namespace borealis;
using namespace borealis::client;
using namespace borealis::client::aurora;
using namespace borealis::client::aurora::testing;
using api::ScheduleStatus;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

struct Step {
  ScheduleStatus::type status;
  std::string message;
};

// A task of a service with these states, a second apart.
api::ScheduledTask task(const std::string& id, int instance, const std::vector<Step>& steps,
                        const std::string& ancestor = "", std::int64_t start = 1000) {
  api::ScheduledTask result;
  result.assignedTask.__set_taskId(id);
  result.assignedTask.__set_instanceId(instance);
  result.assignedTask.task.__set_isService(true);
  result.assignedTask.task.container.__set_mesos(api::MesosContainer());
  if (!ancestor.empty()) result.__set_ancestorId(ancestor);
  for (const Step& step : steps) {
    api::TaskEvent event;
    event.__set_timestamp(start += 1000);
    event.__set_status(step.status);
    if (!step.message.empty()) event.__set_message(step.message);
    result.taskEvents.push_back(event);
  }
  result.__isset.taskEvents = true;
  result.__set_status(steps.back().status);
  return result;
}

api::Response tasks_response(const std::vector<api::ScheduledTask>& tasks) {
  api::ScheduleStatusResult result;
  result.__set_tasks(tasks);
  api::Result all;
  all.__set_scheduleStatusResult(result);
  api::Response out = response(api::ResponseCode::OK);
  out.__set_result(all);
  return out;
}

api::Response reasons_response(const std::string& id, const std::string& why) {
  api::PendingReason reason;
  reason.__set_taskId(id);
  reason.__set_reason(why);
  api::GetPendingReasonResult result;
  result.__set_reasons({reason});
  api::Result all;
  all.__set_getPendingReasonResult(result);
  api::Response out = response(api::ResponseCode::OK);
  out.__set_result(all);
  return out;
}

struct Log : WatchSink {
  std::vector<std::string> events;
  std::vector<Progress> last;
  void event(const WatchEvent& e) override {
    events.push_back(std::to_string(e.instance) + " " + e.state + (e.bad ? "!" : "") +
                     (e.message.empty() ? "" : " " + e.message));
  }
  void progress(const std::vector<Progress>& jobs) override { last = jobs; }
};

// Looks at jobs with time that passes only in pauses.
struct World {
  Fake fake;
  Log log;
  seconds clock{0};
  int looks_left = 100;

  std::vector<WatchOutcome> watch(const std::vector<Handle>& handles, seconds timeout = seconds(1000)) {
    Scheduler scheduler(fake.connect());
    WatchOptions options;
    options.timeout = timeout;
    options.pause = [this](milliseconds) {
      clock += seconds(10);
      return --looks_left > 0;
    };
    auto result =
        watch_all(scheduler, handles, options, log, [this] { return std::chrono::steady_clock::time_point(clock); });
    if (!result) MESSAGE(result.error().message);
    REQUIRE(result.ok());
    return *result;
  }
};

Handle created(int instances) {
  Handle handle;
  handle.key = {"local", "www", "prod", "web"};
  handle.action = PlanAction::create;
  handle.wanted_instances = instances;
  handle.watch_time = seconds(25);
  return handle;
}

const std::vector<Step> running = {
    {ScheduleStatus::PENDING, ""}, {ScheduleStatus::ASSIGNED, ""}, {ScheduleStatus::RUNNING, ""}};

}  // namespace

TEST_CASE("a created job is done when every instance has run for the watch time without a break") {
  World world;
  const auto first = tasks_response({task("a", 0, running)});
  // Instance 0 is replaced once: its time starts anew.
  const auto second =
      tasks_response({task("a", 0, {{ScheduleStatus::PENDING, ""}, {ScheduleStatus::LOST, "host gone"}}),
                      task("b", 0, running, "a", 5000)});
  Handle handle = created(1);
  handle.max_failures_per_instance = 1;
  world.fake.answers = {answer(first), answer(first), answer(second), answer(second), answer(second), answer(second)};
  const auto outcome = world.watch({handle});
  CHECK(outcome[0].result == WatchResult::done);
  CHECK(world.clock == seconds(50));
  CHECK(world.log.last[0].done == 1);
}

TEST_CASE("a task that fails ends the watch with its words; older history does not count") {
  World world;
  Handle handle = created(2);
  handle.earlier_tasks = {"old"};
  world.fake.answers = {answer(
      tasks_response({task("old", 0, {{ScheduleStatus::FAILED, "long ago"}}), task("x", 0, running),
                      task("a", 1, {{ScheduleStatus::RUNNING, ""}, {ScheduleStatus::FAILED, "exit status 3"}})}))};
  const auto outcome = world.watch({handle});
  CHECK(outcome[0].result == WatchResult::failed);
  REQUIRE(outcome[0].failing.size() == 1);
  CHECK(outcome[0].failing[0].instance == 1);
  CHECK(outcome[0].failing[0].last_message() == "exit status 3");
  CHECK(std::count(world.log.events.begin(), world.log.events.end(), "1 FAILED! exit status 3") == 1);
  for (const std::string& event : world.log.events) CHECK(event.find("long ago") == std::string::npos);
}

TEST_CASE("failures that update_config allows are waited out") {
  World world;
  Handle handle = created(2);
  handle.max_failed_instances = 1;
  handle.watch_time = seconds(0);
  world.fake.answers = {answer(tasks_response({task("x", 0, running), task("a", 1, {{ScheduleStatus::FAILED, ""}})}))};
  CHECK(world.watch({handle})[0].result == WatchResult::done);
  CHECK(world.log.last[0].failed == 1);
}

TEST_CASE("pending instances show why, and time runs out") {
  World world;
  const auto pending = tasks_response({task("a", 0, {{ScheduleStatus::PENDING, ""}})});
  for (int i = 0; i < 4; ++i) {
    world.fake.answers.push_back(answer(pending));
    world.fake.answers.push_back(answer(reasons_response("a", "Insufficient: CPU")));
  }
  const auto outcome = world.watch({created(1)}, seconds(15));
  CHECK(outcome[0].result == WatchResult::timed_out);
  CHECK(outcome[0].message.find("Insufficient: CPU (1)") != std::string::npos);
  CHECK(world.log.last[0].wait_reasons == std::vector<std::string>{"Insufficient: CPU (1)"});
  // The one event is told once, however often it is seen.
  CHECK(world.log.events == std::vector<std::string>{"0 PENDING"});
}

TEST_CASE("Ctrl-C ends a watch as interrupted, and a kill from elsewhere as aborted") {
  World world;
  world.looks_left = 1;
  world.fake.answers = {answer(tasks_response({task("a", 0, running)}))};
  CHECK(world.watch({created(1)})[0].result == WatchResult::interrupted);
  World killed;
  killed.fake.answers = {
      answer(tasks_response({task("a", 0, {{ScheduleStatus::RUNNING, ""}, {ScheduleStatus::KILLED, "Killed by x"}})}))};
  CHECK(killed.watch({created(1)})[0].result == WatchResult::aborted);
}

TEST_CASE("jobs that finish are done when they have finished, and failed when no retry is left") {
  Handle handle = created(1);
  handle.service = false;
  const auto outcome_for = [&](ScheduleStatus::type status) {
    World world;
    api::ScheduledTask one = task("a", 0, {{ScheduleStatus::RUNNING, ""}, {status, "the end"}});
    one.assignedTask.task.__set_isService(false);
    world.fake.answers = {answer(tasks_response({one}))};
    return world.watch({handle})[0].result;
  };
  CHECK(outcome_for(ScheduleStatus::FINISHED) == WatchResult::done);
  CHECK(outcome_for(ScheduleStatus::FAILED) == WatchResult::failed);
}

TEST_CASE("cron jobs and unchanged jobs need no watch") {
  World world;
  Handle cron = created(1);
  cron.action = PlanAction::schedule_cron;
  Handle unchanged = created(1);
  unchanged.action = PlanAction::unchanged;
  const auto outcomes = world.watch({cron, unchanged});
  CHECK(outcomes.size() == 2);
  CHECK(outcomes[1].result == WatchResult::done);
  CHECK(world.fake.sent.empty());
}

namespace {

api::Response update_response(api::JobUpdateStatus::type status, const std::vector<api::JobUpdateAction::type>& actions,
                              const std::string& message = "") {
  api::JobUpdateDetails details;
  details.update.summary.state.__set_status(status);
  details.update.summary.state.__set_createdTimestampMs(1000);
  details.update.summary.__isset.state = true;
  api::InstanceTaskConfig desired;
  desired.__set_instances(api::to_ranges({0, 1}));
  desired.task.container.__set_mesos(api::MesosContainer());
  details.update.instructions.__set_desiredState(desired);
  api::JobUpdateEvent event;
  event.__set_status(status);
  if (!message.empty()) event.__set_message(message);
  details.updateEvents.push_back(event);
  int instance = 0;
  for (const auto action : actions) {
    api::JobInstanceUpdateEvent one;
    one.__set_instanceId(instance++);
    one.__set_action(action);
    details.instanceEvents.push_back(one);
  }
  api::GetJobUpdateDetailsResult result;
  result.__set_detailsList({details});
  api::Result all;
  all.__set_getJobUpdateDetailsResult(result);
  api::Response out = response(api::ResponseCode::OK);
  out.__set_result(all);
  return out;
}

Handle updating() {
  Handle handle = created(2);
  handle.action = PlanAction::update;
  handle.update_id = "u1";
  return handle;
}

}  // namespace

TEST_CASE("an update is followed until the scheduler has ended it") {
  World world;
  using Action = api::JobUpdateAction;
  world.fake.answers = {answer(update_response(api::JobUpdateStatus::ROLLING_FORWARD,
                                               {Action::INSTANCE_UPDATED, Action::INSTANCE_UPDATING})),
                        answer(tasks_response({task("a", 0, running), task("b", 1, running)})),
                        answer(update_response(api::JobUpdateStatus::ROLLED_FORWARD,
                                               {Action::INSTANCE_UPDATED, Action::INSTANCE_UPDATED})),
                        answer(tasks_response({}))};
  const auto outcome = world.watch({updating()});
  CHECK(outcome[0].result == WatchResult::done);
  CHECK(world.log.last[0].done == 2);
  CHECK(world.log.last[0].update_status == "ROLLED_FORWARD");
}

TEST_CASE("an update that was rolled back says why, with the task that failed") {
  World world;
  using Action = api::JobUpdateAction;
  world.fake.answers = {
      answer(update_response(api::JobUpdateStatus::ROLLED_BACK, {Action::INSTANCE_ROLLED_BACK},
                             "Latest failure: instance 0 exited.")),
      answer(
          tasks_response({task("old", 0, {{ScheduleStatus::FAILED, "before"}}, "", -5000),
                          task("a", 0, {{ScheduleStatus::RUNNING, ""}, {ScheduleStatus::FAILED, "exit status 3"}})}))};
  const auto outcome = world.watch({updating()});
  CHECK(outcome[0].result == WatchResult::rolled_back);
  CHECK(outcome[0].message == "Latest failure: instance 0 exited");
  REQUIRE(outcome[0].failing.size() == 1);
  CHECK(outcome[0].failing[0].last_message() == "exit status 3");
}
