#include "cluster/page_checkpoint.h"

#include "cluster/runner/checkpoint.h"
#include "doctest/doctest.h"

using namespace borealis;
using cluster::parse_checkpoint;
using runner::ProcessState;

namespace {

runner::ProcessRecord record(const std::string& name, ProcessState state) {
  runner::ProcessRecord made;
  made.process = name;
  made.state = state;
  return made;
}

// What a runner writes of a process that fails, is tried again and runs.
std::string written() {
  runner::HeaderRecord header;
  header.user = "demo";
  header.ports = {{"http", 31000}};
  runner::ProcessRecord first = record("run", ProcessState::running);
  first.start_time = 10.5;
  first.pid = 7;
  runner::ProcessRecord failed = record("run", ProcessState::failed);
  failed.stop_time = 12;
  failed.return_code = 9;
  runner::ProcessRecord second = record("run", ProcessState::running);
  second.start_time = 20;
  return encode(runner::TaskRecord{runner::TaskState::active, 1000, 1, 0}) + encode(header) +
         encode(record("run", ProcessState::waiting)) + encode(record("run", ProcessState::forked)) + encode(first) +
         encode(failed) + encode(record("run", ProcessState::waiting)) + encode(second);
}

}  // namespace

TEST_CASE("what the runner wrote is read") {
  const cluster::Checkpoint read = parse_checkpoint(written());
  CHECK(read.user == "demo");
  REQUIRE(read.stages.size() == 1);
  CHECK(read.stages[0].state == "ACTIVE");
  CHECK(read.stages[0].time_ms == 1000);
  const auto& runs = read.processes.at("run");
  REQUIRE(runs.size() == 2);
  CHECK(runs[0].state == "FAILED");
  CHECK(runs[0].started == 10.5);
  CHECK(runs[0].stopped == 12);
  CHECK(runs[0].pid == 7);
  CHECK(runs[0].return_code == 9);
  CHECK(runs[1].state == "RUNNING");
  CHECK(runs[1].started == 20);
  CHECK_FALSE(runs[1].return_code);
}

TEST_CASE("a cut or damaged checkpoint keeps what stands before") {
  const std::string whole = written();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto read = parse_checkpoint(std::string_view(whole).substr(0, size));
    CHECK(read.stages.size() <= 1);
    CHECK(read.processes.size() <= 1);
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    parse_checkpoint(damaged);
  }
  CHECK(parse_checkpoint(std::string(1000, '\xff')).processes.empty());
}
