// Where the output of real tasks goes.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "harness.h"

namespace {

using namespace harness;
using borealis::schema::Logger;
using borealis::schema::LoggerDestination;
using borealis::schema::LoggerMode;
using borealis::schema::RotatePolicy;

long long size_of(const TaskRun& task, const std::string& name) {
  struct stat info {};
  return stat(task.sandbox_path(name).c_str(), &info) == 0 ? static_cast<long long>(info.st_size) : -1;
}

// Gives our own stdout and stderr to the runner as one pipe, and reads it to its end.
std::string console_of(TaskRun& task) {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const int out = dup(1);
  const int err = dup(2);
  dup2(ends[1], 1);
  dup2(ends[1], 2);
  close(ends[1]);
  task.start();
  dup2(out, 1);
  dup2(err, 2);
  close(out);
  close(err);
  std::string text;
  char chunk[4096];
  for (ssize_t n = 0; (n = read(ends[0], chunk, sizeof chunk)) > 0;) text.append(chunk, static_cast<std::size_t>(n));
  close(ends[0]);
  CHECK(task.wait() == 0);
  return text;
}

}  // namespace

TEST_CASE("a log is rotated when it reaches its size, and so many backups are kept") {
  TaskRun task({process("p", "head -c 1000000 /dev/zero; echo -n end >&2", [](Process& p) {
    p.logger = Logger{LoggerDestination::file, LoggerMode::rotate, RotatePolicy{200'000, 2}};
  })});
  CHECK(task.run() == 0);
  CHECK(size_of(task, ".logs/p/0/stdout") >= 0);
  for (const char* backup : {".logs/p/0/stdout.1", ".logs/p/0/stdout.2"}) {
    CHECK(size_of(task, backup) >= 200'000);
    CHECK(size_of(task, backup) <= 200'000 + 65536);  // one chunk more at most
  }
  CHECK_FALSE(task.sandbox_has(".logs/p/0/stdout.3"));
  CHECK(task.sandbox_file(".logs/p/0/stderr") == "end");
}

TEST_CASE("output to a rotated log is complete and in order") {
  TaskRun task({process("p", "seq 1 100000", [](Process& p) {
    p.logger = Logger{LoggerDestination::file, LoggerMode::rotate, RotatePolicy{10'000, 1000}};
  })});
  CHECK(task.run() == 0);
  std::string all;
  int backups = 0;
  while (task.sandbox_has(".logs/p/0/stdout." + std::to_string(backups + 1))) ++backups;
  CHECK(backups > 1);
  for (int n = backups; n >= 1; --n) all += task.sandbox_file(".logs/p/0/stdout." + std::to_string(n));
  all += task.sandbox_file(".logs/p/0/stdout");
  std::string expected;
  for (int n = 1; n <= 100000; ++n) expected += std::to_string(n) + "\n";
  CHECK(all == expected);
}

TEST_CASE("a log may go to the console, to both, or nowhere") {
  LoggerDestination destination{};
  std::string file;
  std::string console;
  SUBCASE("file") {
    destination = LoggerDestination::file;
    file = "out\n";
  }
  SUBCASE("console") {
    destination = LoggerDestination::console;
    console = "out\n";
  }
  SUBCASE("both") {
    destination = LoggerDestination::both;
    file = "out\n";
    console = "out\n";
  }
  SUBCASE("none") {
    destination = LoggerDestination::none;
  }
  TaskRun task({process("p", "echo out", [&](Process& p) {
    p.logger = Logger{destination, LoggerMode::standard, {}};
  })});
  CHECK(console_of(task) == console);
  CHECK(task.sandbox_file(".logs/p/0/stdout") == file);
}

TEST_CASE("with an echo to the console the files are written all the same") {
  TaskRun task({process("p", "seq 1 20000; echo done >&2")});
  task.spec.console = true;
  const std::string text = console_of(task);
  CHECK(text.size() == task.sandbox_file(".logs/p/0/stdout").size() + 5);
  CHECK(text.find("\n20000\n") != std::string::npos);
  CHECK(task.sandbox_file(".logs/p/0/stderr") == "done\n");
}

TEST_CASE("a background child that holds a pipe keeps its run going, one with a plain file does not") {
  const auto with = [](LoggerMode mode) {
    return [mode](Process& p) { p.logger = Logger{LoggerDestination::file, mode, {}}; };
  };
  const char* command = "(sleep 0.3; echo late; touch late) & echo early";
  SUBCASE("pipe") {
    TaskRun task({process("p", command, with(LoggerMode::rotate))});
    CHECK(task.run() == 0);
    CHECK(task.sandbox_file(".logs/p/0/stdout") == "early\nlate\n");
  }
  SUBCASE("file") {
    TaskRun task({process("p", command, with(LoggerMode::standard))});
    CHECK(task.run() == 0);
    CHECK(task.sandbox_file(".logs/p/0/stdout") == "early\n");
    CHECK_FALSE(task.sandbox_has("late"));
  }
}
