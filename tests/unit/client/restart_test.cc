#include "client/restart.h"

#include <doctest/doctest.h>

using namespace borealis::client;
using std::chrono::seconds;

namespace {

TaskStatus task(int instance, const std::string& id, const std::string& state) {
  TaskStatus result;
  result.instance = instance;
  result.task_id = id;
  result.state = state;
  result.running = state == "RUNNING";
  result.active = state != "FAILED" && state != "KILLED" && state != "FINISHED" && state != "LOST";
  return result;
}

std::chrono::steady_clock::time_point at(int second) {
  return std::chrono::steady_clock::time_point(seconds(second));
}

}  // namespace

TEST_CASE("an instance is healthy when its new task has run for the watch time") {
  RestartBatch batch({0}, {task(0, "old", "RUNNING")}, seconds(10));
  batch.look({task(0, "old", "RUNNING")}, at(0));  // it has not ended yet: no failure
  batch.look({task(0, "old", "KILLED"), task(0, "new", "STARTING")}, at(1));
  batch.look({task(0, "old", "KILLED"), task(0, "new", "RUNNING")}, at(2));
  batch.look({task(0, "new", "RUNNING")}, at(11));
  CHECK(batch.open() == Instances{0});
  batch.look({task(0, "new", "RUNNING")}, at(12));
  CHECK(batch.ended());
  CHECK(batch.healthy() == Instances{0});
}

TEST_CASE("a new task that is replaced or ends has failed") {
  RestartBatch batch({0, 1, 2}, {task(0, "a", "RUNNING"), task(1, "b", "RUNNING"), task(2, "c", "RUNNING")},
                     seconds(10));
  batch.look({task(0, "a2", "RUNNING"), task(1, "b2", "STARTING"), task(2, "c2", "RUNNING")}, at(0));
  batch.look({task(0, "a2", "LOST"), task(0, "a3", "PENDING"), task(1, "b2", "FAILED"), task(2, "c2", "RUNNING")},
             at(5));
  CHECK(batch.failed() == Instances{0, 1});
  CHECK(batch.open() == Instances{2});
}

TEST_CASE("a task that was not placed yet is not replaced by a restart") {
  RestartBatch batch({0}, {task(0, "waiting", "PENDING")}, seconds(0));
  batch.look({task(0, "waiting", "PENDING")}, at(0));
  CHECK(!batch.ended());
  batch.look({task(0, "waiting", "RUNNING")}, at(1));
  CHECK(batch.healthy() == Instances{0});
}
