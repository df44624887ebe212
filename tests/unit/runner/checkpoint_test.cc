#include "cluster/runner/checkpoint.h"

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace borealis::runner;

std::string bytes(std::initializer_list<int> values) {
  std::string text;
  for (const int value : values) text.push_back(static_cast<char>(value));
  return text;
}

}  // namespace

TEST_CASE("a record has the layout of Thrift's binary protocol") {
  // Written out by hand from the field numbers: a union of which field 3 is set, a struct with i32, i64, i32, i32.
  CHECK(encode(TaskRecord{TaskState::cleaning, 0x0102030405060708, 77, 0}) ==
        bytes({0, 0, 0, 37}) + bytes({12, 0, 3}) + bytes({8, 0, 1, 0, 0, 0, 5}) +
            bytes({10, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8}) + bytes({8, 0, 3, 0, 0, 0, 77}) + bytes({8, 0, 4, 0, 0, 0, 0}) +
            bytes({0, 0}));
  ProcessRecord running;
  running.seq = 2;
  running.process = "ab";
  running.state = ProcessState::running;
  running.start_time = 1.0;
  running.pid = 258;
  CHECK(encode(running) == bytes({0, 0, 0, 50}) + bytes({12, 0, 2}) + bytes({10, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2}) +
                               bytes({11, 0, 3, 0, 0, 0, 2, 'a', 'b'}) + bytes({8, 0, 5, 0, 0, 0, 2}) +
                               bytes({4, 0, 6, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0}) + bytes({8, 0, 7, 0, 0, 1, 2}) +
                               bytes({0, 0}));
}

TEST_CASE("what was written is read back") {
  HeaderRecord header{"task", 12, "/s", "host", "me", {{"http", 31000}, {"admin", 8080}}, "/l", 1000};
  ProcessRecord ended;
  ended.seq = 3;
  ended.process = "p";
  ended.state = ProcessState::killed;
  ended.stop_time = 2.5;
  ended.return_code = -9;
  ended.coordinator_pid = 5;
  ended.fork_time = 1.5;
  const auto records = decode_all(encode(TaskRecord{TaskState::active, 1, 2, 3}) + encode(header) + encode(ended));
  REQUIRE(records.size() == 3);
  CHECK(std::get<TaskRecord>(records[0]).runner_uid == 3);
  const auto& read_header = std::get<HeaderRecord>(records[1]);
  CHECK(read_header.ports == header.ports);
  CHECK(read_header.uid == 1000);
  const auto& read_process = std::get<ProcessRecord>(records[2]);
  CHECK(read_process.state == ProcessState::killed);
  CHECK(read_process.return_code == -9);
  CHECK(read_process.fork_time == 1.5);
  CHECK_FALSE(read_process.pid.has_value());
}

TEST_CASE("a damaged end of the file is left out") {
  const std::string one = encode(TaskRecord{TaskState::active, 1, 2, 3});
  for (std::size_t cut = 1; cut < one.size(); ++cut) CHECK(decode_all(one + one.substr(0, cut)).size() == 1);
  CHECK(decode_all(one + std::string(64, '\xff')).size() == 1);
  std::string wrong_field = one;
  wrong_field[4] = 99;  // no such type
  CHECK(decode_all(one + wrong_field).size() == 1);
}

TEST_CASE("fields of later versions are passed over") {
  // Field 9 of the union's struct is a list of two strings nobody knows.
  const std::string body = bytes({12, 0, 3}) + bytes({15, 0, 9, 11, 0, 0, 0, 2, 0, 0, 0, 1, 'x', 0, 0, 0, 0}) +
                           bytes({8, 0, 1, 0, 0, 0, 3}) + bytes({0, 0});
  const auto records = decode_all(bytes({0, 0, 0, static_cast<int>(body.size())}) + body);
  REQUIRE(records.size() == 1);
  CHECK(std::get<TaskRecord>(records[0]).state == TaskState::killed);
}
