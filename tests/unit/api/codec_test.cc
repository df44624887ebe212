#include <doctest/doctest.h>

#include "any_args.h"
#include "client/api/codec.h"
#include "client/api/names.h"

using namespace borealis;
using namespace borealis::api;

namespace {

Response response_with_tasks(int count) {
  ScheduleStatusResult tasks;
  for (int i = 0; i < count; ++i) {
    ScheduledTask task;
    task.assignedTask.__set_taskId("t" + std::to_string(i));
    task.__set_status(ScheduleStatus::RUNNING);
    MesosContainer mesos;
    task.assignedTask.task.container.__set_mesos(mesos);
    tasks.tasks.push_back(task);
  }
  tasks.__isset.tasks = true;
  Result result;
  result.__set_scheduleStatusResult(tasks);
  Response response;
  response.__set_responseCode(ResponseCode::OK);
  response.__set_result(result);
  return response;
}

bool unreadable(const lang::Result<Response>& reply) {
  return !reply && reply.error().kind == lang::ErrorClass::unreachable;
}

}  // namespace

TEST_CASE("a reply is taken only when it answers our call, whole and alone") {
  const std::string body = encode_reply(Wire::binary, "getTasksStatus", 5, response_with_tasks(2));
  REQUIRE(decode_reply(Wire::binary, body, "getTasksStatus", 5).ok());
  CHECK(unreadable(decode_reply(Wire::binary, body, "getJobs", 5)));
  CHECK(unreadable(decode_reply(Wire::binary, body, "getTasksStatus", 6)));
  CHECK(unreadable(decode_reply(Wire::binary, body + "x", "getTasksStatus", 5)));
  CHECK(unreadable(decode_reply(Wire::json, body, "getTasksStatus", 5)));
  CHECK(unreadable(decode_reply(Wire::binary, "", "getTasksStatus", 5)));
  CHECK(unreadable(decode_reply(Wire::json, "<html>no</html>", "getTasksStatus", 5)));
  CHECK(unreadable(decode_reply(Wire::binary, encode_call(Wire::binary, "getTasksStatus", 5), "getTasksStatus", 5)));
}

TEST_CASE("no prefix of a reply is taken for a reply") {
  for (const Wire wire : {Wire::binary, Wire::json}) {
    const std::string body = encode_reply(wire, "getTasksStatus", 5, response_with_tasks(1));
    for (std::size_t length = 0; length < body.size(); ++length) {
      CAPTURE(length);
      CHECK_FALSE(decode_reply(wire, body.substr(0, length), "getTasksStatus", 5).ok());
    }
  }
}

TEST_CASE("no changed byte of a reply crashes the reader") {
  for (const Wire wire : {Wire::binary, Wire::json}) {
    const std::string body = encode_reply(wire, "getTasksStatus", 5, response_with_tasks(1));
    for (std::size_t at = 0; at < body.size(); ++at) {
      for (const unsigned char byte : {0x00, 0x7f, 0x80, 0xff}) {
        std::string changed = body;
        changed[at] = static_cast<char>(byte);
        const auto reply = decode_reply(wire, changed, "getTasksStatus", 5);
        if (!reply) CHECK_FALSE(reply.error().message.empty());
      }
    }
  }
}

TEST_CASE("a length that promises more than there is allocates nothing") {
  // A list of 2^31-1 tasks in a few bytes.
  const std::string json =
      R"([1,"getTasksStatus",2,5,{"0":{"rec":{"1":{"i32":1},"3":{"rec":{"3":{"rec":{"1":{"lst":["rec",2147483647]}}}}}}}}])";
  CHECK(unreadable(decode_reply(Wire::json, json, "getTasksStatus", 5)));
  std::string binary = encode_reply(Wire::binary, "getTasksStatus", 5, response_with_tasks(0));
  const std::string empty_list("\x0f\x00\x01\x0c\x00\x00\x00\x00", 8);
  const std::size_t at = binary.find(empty_list);
  REQUIRE(at != std::string::npos);
  binary.replace(at + 4, 4, "\x7f\xff\xff\xff");
  CHECK(unreadable(decode_reply(Wire::binary, binary, "getTasksStatus", 5)));
}

TEST_CASE("a response without a code, with an unknown one or an empty result is refused; code 0 is none of these") {
  const auto decode = [](const std::string& response) {
    return decode_reply(Wire::json, R"([1,"getJobs",2,1,{"0":{"rec":)" + response + "}}]", "getJobs", 1);
  };
  CHECK(unreadable(decode(R"({"6":{"lst":["rec",0]}})")));
  CHECK(unreadable(decode(R"({"1":{"i32":99}})")));
  CHECK(unreadable(decode(R"({"1":{"i32":1},"3":{"rec":{}}})")));
  CHECK(unreadable(decode(R"({"1":{"i32":1},"3":{"rec":{"4":{"rec":{}},"5":{"rec":{}}}}})")));
  const auto refused = decode(R"({"1":{"i32":0}})");
  REQUIRE(refused.ok());
  CHECK(refused->responseCode == ResponseCode::INVALID_REQUEST);
  CHECK(unreadable(decode_reply(Wire::json, R"([1,"getJobs",2,1,{}])", "getJobs", 1)));
}

TEST_CASE("an exception message says which method the scheduler lacks") {
  for (const Wire wire : {Wire::binary, Wire::json}) {
    const auto reply = decode_reply(wire, encode_unknown_method(wire, "getJobs", 4), "getJobs", 4);
    REQUIRE(unreadable(reply));
    CHECK(reply.error().message.find("Invalid method name: 'getJobs'") != std::string::npos);
  }
}

TEST_CASE("parameters that are not given are absent on the wire") {
  JobKey job;
  job.__set_role("r");
  const std::string body =
      encode_call(Wire::json, "killTasks", 9, parameter(4, job), parameter(5, std::optional<std::set<std::int32_t>>()),
                  parameter(6, std::optional<std::string>("why")));
  CHECK(body ==
        R"([1,"killTasks",1,9,{"4":{"rec":{"1":{"str":"r"},"2":{"str":""},"3":{"str":""}}},"6":{"str":"why"}}])");
}

TEST_CASE("a union in a request has one member") {
  const auto read = [](const std::string& quota) {
    auto reader = CallReader::open(
        Wire::json, R"([1,"setQuota",1,7,{"1":{"str":"r"},"2":{"rec":{"4":{"set":["rec",1,)" + quota + "]}}}}]");
    REQUIRE(reader.ok());
    return testing::make_args("setQuota")->read(*reader).ok();
  };
  CHECK(read(R"({"1":{"dbl":1}})"));
  CHECK_FALSE(read("{}"));
  CHECK_FALSE(read(R"({"1":{"dbl":1},"2":{"i64":5}})"));
}

TEST_CASE("a record of a store reads back, and only whole") {
  ScheduledTask task = response_with_tasks(1).result.scheduleStatusResult.tasks.front();
  const std::string bytes = encode_struct(task);
  const auto back = decode_struct<ScheduledTask>(bytes);
  REQUIRE(back.ok());
  CHECK(*back == task);
  CHECK_FALSE(decode_struct<ScheduledTask>(bytes + "x").ok());
  CHECK_FALSE(decode_struct<ScheduledTask>(bytes.substr(0, bytes.size() - 1)).ok());
}

TEST_CASE("state sets and names") {
  int active = 0;
  for (const auto& [number, name] : _ScheduleStatus_VALUES_TO_NAMES) {
    const auto status = static_cast<ScheduleStatus::type>(number);
    CHECK(schedule_status(name) == status);
    CHECK_FALSE((is_active(status) && is_terminal(status)));
    if (is_live(status)) CHECK(is_assigned(status));
    active += is_active(status);
  }
  CHECK(active == 10);
  CHECK_FALSE(is_active(ScheduleStatus::INIT));
  CHECK_FALSE(is_terminal(ScheduleStatus::INIT));
  CHECK_FALSE(is_live(ScheduleStatus::STARTING));
  CHECK(name_of(static_cast<ScheduleStatus::type>(77)) == "77");
  CHECK_FALSE(schedule_status("running"));
  CHECK(cron_collision_policy("cancel_new") == CronCollisionPolicy::CANCEL_NEW);
  CHECK_FALSE(cron_collision_policy("BOGUS"));
}

TEST_CASE("JSON that Thrift's own reader aborts at, or takes for something else, is refused") {
  const auto reads = [](const std::string& parameters) {
    auto reader = CallReader::open(Wire::json, R"([1,"getJobs",1,0,)" + parameters + "]");
    return reader.ok() && api::testing::make_args("getJobs")->read(*reader).ok();
  };
  CHECK(reads(R"({"9":{"i8":-12}})"));
  CHECK_FALSE(reads(R"({"9":{"i8":310}})"));
  CHECK(reads(R"({"1":{"str":"a\\u0000\u0001"}})"));
  CHECK_FALSE(reads(R"({"1":{"str":"a\u0000b"}})"));
  CHECK(unreadable(
      decode_reply(Wire::json, R"([1,"getJobs",2,0,{"0":{"rec":{"1":{"i32":1},"9":{"i8":310}}}}])", "getJobs", 0)));
}
