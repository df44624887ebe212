#include <doctest/doctest.h>

#include "client/api/names.h"
#include "client/aurora/config_diff.h"
#include "lang/json.h"

using namespace borealis;
using namespace borealis::client;
using namespace borealis::client::aurora;

namespace {

api::TaskConfig config(const std::string& executor_data) {
  api::TaskConfig result;
  api::ExecutorConfig executor;
  executor.__set_name(api::executor_name);
  executor.__set_data(executor_data);
  result.__set_executorConfig(executor);
  result.container.__set_mesos(api::MesosContainer());
  return result;
}

std::string text(const std::vector<FieldChange>& changes) {
  std::string result;
  for (const FieldChange& change : changes) {
    const auto side = [](const std::optional<lang::Data>& value) {
      return value ? lang::to_json(*value, {0, false}) : "-";
    };
    result += change.path + ": " + side(change.before) + " > " + side(change.after) + "\n";
  }
  return result;
}

std::string difference(const std::string& before, const std::string& after) {
  return text(compare_configs(config(before), config(after)));
}

}  // namespace

TEST_CASE("changes are named by the path of the config") {
  CHECK(difference(R"({"task": {"processes": [{"name": "web", "cmdline": "v1"}, {"name": "log", "cmdline": "l"}]}})",
                   R"({"task": {"processes": [{"name": "web", "cmdline": "v2"}, {"name": "x", "cmdline": "y"}]}})") ==
        "task.processes[web].cmdline: \"v1\" > \"v2\"\n"
        "task.processes[log]: {\"name\": \"log\", \"cmdline\": \"l\"} > -\n"
        "task.processes[x]: - > {\"name\": \"x\", \"cmdline\": \"y\"}\n");
  CHECK(difference(R"({"a": 1, "b": {"c": [1, 2]}})", R"({"a": 1, "b": {"c": [2, 1], "d": true}})") ==
        "b.c: [1, 2] > [2, 1]\nb.d: - > true\n");
  CHECK(difference(R"({"a": 1})", R"({"a": 1})").empty());
  CHECK(difference(R"({"a": 1})", R"({"a": 1.0})") == "a: 1 > 1.0\n");
}

TEST_CASE("another order alone is a change, because the scheduler compares text") {
  CHECK(difference(R"([])", R"([1])") == "executor_config.data: \"[]\" > \"[1]\"\n");
  CHECK(difference(R"({"a": 1, "b": 2})", R"({"b": 2, "a": 1})") ==
        "(executor data): \"the same fields\" > \"written in another way\"\n");
  CHECK(difference(R"({"p": [{"name": "a"}, {"name": "b"}]})", R"({"p": [{"name": "b"}, {"name": "a"}]})") ==
        "p (order): [\"a\", \"b\"] > [\"b\", \"a\"]\n");
}

TEST_CASE("a field of the message that repeats one of the job is told once") {
  api::TaskConfig before = config(R"({"priority": 1})");
  api::TaskConfig after = config(R"({"priority": 2})");
  before.__set_priority(1);
  after.__set_priority(2);
  CHECK(text(compare_configs(before, after)) == "priority: 1 > 2\n");
  // Nothing in the job says so: another client wrote it.
  before = config(R"({"priority": 1})");
  after = before;
  after.__set_priority(2);
  after.owner.__set_user("bob");
  after.__set_metadata({});
  CHECK(text(compare_configs(before, after)) == "priority: 0 > 2\nowner.user: \"\" > \"bob\"\n");
}

TEST_CASE("executor data of another executor is compared as text") {
  api::TaskConfig before = config("x");
  api::TaskConfig after = config("y");
  before.executorConfig.__set_name("Other");
  after.executorConfig.__set_name("Other");
  CHECK(text(compare_configs(before, after)) == "executor_config.data: \"x\" > \"y\"\n");
}

TEST_CASE("defaults are no news, neither in what is new nor beside what is old") {
  const char* one = R"({"task": {"processes": [{"name": "a", "cmdline": "x"}]}})";
  const char* two = R"({"task": {"processes": [{"name": "a", "cmdline": "x", "daemon": false, "max_failures": 1},
                                               {"name": "b", "cmdline": "y", "daemon": true, "ephemeral": false}]}})";
  CHECK(difference(one, two) == "task.processes[b]: - > {\"name\": \"b\", \"cmdline\": \"y\", \"daemon\": true}\n");
  CHECK(difference(two, one) == "task.processes[b]: {\"name\": \"b\", \"cmdline\": \"y\", \"daemon\": true} > -\n");
  // Only defaults were written out: to the scheduler it is another text all the same.
  CHECK(difference(R"({"task": {"processes": [{"name": "a"}]}})",
                   R"({"task": {"processes": [{"name": "a", "final": false}]}})") ==
        "(executor data): \"the same fields\" > \"written in another way\"\n");
}

TEST_CASE("metadata is matched by its keys") {
  CHECK(difference(R"({"metadata": [{"key": "team", "value": "a"}, {"key": "x", "value": "1"}]})",
                   R"({"metadata": [{"key": "team", "value": "b"}, {"key": "x", "value": "1"}]})") ==
        "metadata[team].value: \"a\" > \"b\"\n");
}

TEST_CASE("a configuration that is new is told without its defaults and without what its key says") {
  const auto described = [](const std::string& data) { return text(describe_config(config(data))); };
  CHECK(described(R"({"cluster": "c", "role": "r", "environment": "e", "name": "n", "priority": 0, "service": true,
                      "constraints": {"host": "limit:1"},
                      "task": {"processes": [{"name": "run", "cmdline": "x", "daemon": false, "final": true}, {"name": "bare"}],
                               "constraints": [{"order": ["run", "bare"]}]},
                      "metadata": [{"key": "team", "value": "web"}, {"key": "team", "value": "ops"}]})") ==
        "service: - > true\n"
        "constraints.host: - > \"limit:1\"\n"
        "task.processes[run].cmdline: - > \"x\"\n"
        "task.processes[run].final: - > true\n"
        "task.processes[bare]: - > {}\n"
        "task.constraints: - > [{\"order\": [\"run\", \"bare\"]}]\n"
        "metadata: - > [{\"key\": \"team\", \"value\": \"web\"}, {\"key\": \"team\", \"value\": \"ops\"}]\n");
  api::TaskConfig other = config("x");
  other.executorConfig.__set_name("Other");
  CHECK(text(describe_config(other)) == "executor_config.name: - > \"Other\"\nexecutor_config.data: - > \"x\"\n");
}
