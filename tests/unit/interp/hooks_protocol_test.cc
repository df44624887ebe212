#include "doctest/doctest.h"
#include "interp/protocol.h"

namespace borealis::interp {
namespace {

TEST_CASE("hook calls and answers cross the channel whole") {
  schema::HookCall call;
  call.event = schema::HookEvent::failed;
  call.method = "kill_job";
  call.job_key = "c/r/e/n";
  call.config = lang::Data::Map{{{"name", "n", 0}}};
  call.values.entries.push_back({"message", "why", 0});
  call.outcome = "no answer";
  const std::string bytes = encode_hook_call(call);
  const auto read = decode_hook_call(bytes);
  REQUIRE(read);
  CHECK(read->event == schema::HookEvent::failed);
  CHECK(read->method == "kill_job");
  CHECK(read->job_key == "c/r/e/n");
  CHECK(lang::same_data(read->config, call.config));
  CHECK(lang::same_data(read->values, call.values));
  CHECK(*read->outcome.text() == "no answer");

  const auto answer = decode_hook_answer(encode_hook_answer({true, {"a", "b"}}));
  REQUIRE(answer);
  CHECK(answer->go_on);
  CHECK(answer->messages == std::vector<std::string>{"a", "b"});
}

TEST_CASE("a garbled hook call is none") {
  const std::string bytes = encode_hook_call({});
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    CAPTURE(length);
    CHECK_FALSE(decode_hook_call(bytes.substr(0, length)));
  }
  CHECK_FALSE(decode_hook_call(bytes + "x"));
  std::string wrong_event = bytes;
  wrong_event[0] = 3;
  CHECK_FALSE(decode_hook_call(wrong_event));
  CHECK_FALSE(decode_hook_answer(""));
}

}  // namespace
}  // namespace borealis::interp
