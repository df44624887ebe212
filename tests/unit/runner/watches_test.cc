// Tasks that take more than they asked for, and other bad company.
#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "cluster/runner/disk_watch.h"
#include "harness.h"

namespace {

using namespace harness;
using namespace borealis::runner;
using borealis::schema::Logger;
using borealis::schema::LoggerDestination;
using borealis::schema::LoggerMode;
using borealis::schema::RotatePolicy;

constexpr std::int64_t kMiB = 1 << 20;

Task task_with(std::int64_t ram, std::int64_t disk, const std::string& cmdline) {
  Task task;
  task.name = "task";
  task.processes = {process("p", cmdline)};
  task.resources.emplace();
  task.resources->cpu = 1;
  task.resources->ram = ram;
  task.resources->disk = disk;
  return task;
}

}  // namespace

TEST_CASE("a task that takes much more memory than it asked for fails, with all its processes") {
  // In a child of a child: all of them count. A limit leaves an executor's share on top.
  TaskRun task(task_with(32 * kMiB, 0, "perl -e 'my $x = \"a\" x (300 << 20); sleep 1000'; true"));
  CHECK(task.run() == 0);
  CHECK(task.last_status() == "FAILED Task used more memory than requested.");
  CHECK(task.living().empty());
}

TEST_CASE("a task within its memory is left alone") {
  TaskRun task(task_with(32 * kMiB, 0, "perl -e 'my $x = \"a\" x (20 << 20); sleep 7'; true"));
  CHECK(task.run() == 0);
  CHECK(task.last_status().starts_with("FINISHED"));
}

TEST_CASE("a directory that grows beyond its limit is noticed once") {
  std::string directory = "/tmp/borealis-disk-XXXXXX";
  REQUIRE(mkdtemp(directory.data()) != nullptr);
  Loop loop;
  Children children;
  int exceeded = 0;
  std::int64_t seen = 0;
  DiskWatch watch(loop, children, directory, kMiB, std::chrono::milliseconds(5), [&](std::int64_t used) {
    ++exceeded;
    seen = used;
  });
  const auto pass = [&](std::chrono::milliseconds time) {
    for (const auto end = Clock::now() + time; Clock::now() < end && exceeded == 0;) {
      loop.at(Clock::now() + std::chrono::milliseconds(5), [] {});
      loop.step();
      children.reap();
    }
  };
  std::ofstream(directory + "/small") << std::string(100'000, 'x');
  std::filesystem::create_hard_link(directory + "/small", directory + "/same");
  pass(std::chrono::milliseconds(300));
  CHECK(exceeded == 0);
  std::filesystem::create_directory(directory + "/deep");
  std::ofstream(directory + "/deep/large") << std::string(2 * kMiB, 'x');
  pass(std::chrono::seconds(20));
  CHECK(exceeded == 1);
  CHECK(seen > 2 * kMiB);
  std::filesystem::remove_all(directory);
}

TEST_CASE("a process that closes its output, or ends at once, is a process like others") {
  TaskRun task({process("closes", "exec <&- >&- 2>&-; sleep 0.2"), process("flash", "exec true"),
                process("closed_and_gone", "exec >&- 2>&-; exec true")});
  CHECK(task.run() == 0);
  CHECK(task.last_status().starts_with("FINISHED"));
  for (const char* name : {"closes", "flash", "closed_and_gone"}) {
    CHECK(task.process_states(name) == "WAITING FORKED RUNNING SUCCESS");
  }
}

TEST_CASE("a gigabyte of log takes no more room than its rotation allows") {
  const bool slow = std::getenv("BOREALIS_SANITIZED") != nullptr;
  TaskRun task({process("p", slow ? "head -c 100M /dev/zero" : "head -c 1G /dev/zero", [](Process& p) {
    p.logger = Logger{LoggerDestination::file, LoggerMode::rotate, RotatePolicy{4 * kMiB, 2}};
  })});
  task.start();
  CHECK(task.wait(std::chrono::seconds(300)) == 0);
  CHECK(task.last_status().starts_with("FINISHED"));
  CHECK(disk_usage(task.sandbox_path(".logs")) < 14 * kMiB);
}
