#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "client/log_follower.h"
#include "client/sandbox.h"

using namespace borealis::client;
namespace fs = std::filesystem;

namespace {

class Directory {
 public:
  Directory() {
    std::string path = fs::temp_directory_path() / "borealis-test-XXXXXX";
    root = mkdtemp(path.data());
  }
  ~Directory() { fs::remove_all(root); }
  void append(const fs::path& path, const std::string& text) const {
    fs::create_directories((root / path).parent_path());
    std::ofstream(root / path, std::ios::app) << text;
  }
  fs::path root;
};

}  // namespace

TEST_CASE("the last lines of a file") {
  const Directory directory;
  directory.append("log", "one\ntwo\nthree\n");
  const std::string path = directory.root / "log";
  CHECK(tail_of_file(path, 2) == "two\nthree\n");
  CHECK(tail_of_file(path, 9) == "one\ntwo\nthree\n");
  CHECK(tail_of_file(path, 0) == "one\ntwo\nthree\n");
  directory.append("log", "four");
  CHECK(tail_of_file(path, 1) == "four");
  CHECK(tail_of_file(path, 2) == "three\nfour");
  CHECK_FALSE(tail_of_file(directory.root / "none", 2));

  // More than one piece of reading.
  directory.append("large", std::string(200'000, 'x') + "\n" + std::string(100'000, 'y') + "\nend\n");
  CHECK(tail_of_file(directory.root / "large", 2) == std::string(100'000, 'y') + "\nend\n");
}

TEST_CASE("of each process the newest run's logs") {
  const Directory directory;
  for (const char* path :
       {".logs/b/0/stdout", ".logs/b/2/stdout", ".logs/b/10/stdout", ".logs/b/10/stderr", ".logs/a/0/stdout"})
    directory.append(path, "");
  const auto logs = newest_logs(directory.root);
  REQUIRE(logs.size() == 3);
  CHECK(logs[0].process == "a");
  CHECK(logs[1].process == "b");
  CHECK(logs[1].run == 10);
  CHECK(logs[1].stream == "stdout");
  CHECK(logs[2].stream == "stderr");
}

TEST_CASE("the log that tells why is the one that was written last") {
  const Directory directory;
  CHECK_FALSE(telling_log(directory.root));
  directory.append(".logs/install/0/stdout", "");
  directory.append(".logs/install/0/stderr", "");
  CHECK_FALSE(telling_log(directory.root));
  directory.append(".logs/install/0/stderr", "no such file\n");
  directory.append(".logs/other/0/stdout", "fine\n");
  fs::last_write_time(directory.root / ".logs/other/0/stdout",
                      fs::file_time_type::clock::now() - std::chrono::hours(1));
  CHECK(telling_log(directory.root)->path == directory.root / ".logs/install/0/stderr");
}

TEST_CASE("the sandbox of a task is found below the state directory, whatever characters that has") {
  const Directory directory;
  const fs::path state = directory.root / "st[a]te*";
  const fs::path run = state / "agents/slaves/s1/frameworks/f1/executors/thermos-123-task/runs/latest/sandbox";
  fs::create_directories(run);
  const Announcement cluster{"c", "http://x", 1, 0, state};
  CHECK(find_sandbox(cluster, "123-task") == run.string());
  CHECK_FALSE(find_sandbox(cluster, "124-task"));
  CHECK_FALSE(any_runner(state));
}

TEST_CASE("a follower hands out whole lines, and at the end the rest") {
  const Directory directory;
  std::string seen;
  LogFollower logs(directory.root, [&](const std::string& process, const std::string& stream, std::string_view line) {
    seen += process + "." + stream + ":" + std::string(line) + "\n";
  });
  logs.poll();
  directory.append(".logs/a/0/stdout", "one\ntw");
  logs.poll();
  CHECK(seen == "a.stdout:one\n");
  directory.append(".logs/a/0/stdout", "o\n");
  directory.append(".logs/a/1/stderr", "again");
  logs.poll();
  CHECK(seen == "a.stdout:one\na.stdout:two\n");
  // Rotated: what stands in the old file is not lost, and the new one is followed.
  directory.append(".logs/a/0/stdout", "last\n");
  fs::rename(directory.root / ".logs/a/0/stdout", directory.root / ".logs/a/0/stdout.1");
  directory.append(".logs/a/0/stdout", "first\n");
  logs.finish();
  CHECK(seen == "a.stdout:one\na.stdout:two\na.stdout:last\na.stdout:first\na.stderr:again\n");
}
