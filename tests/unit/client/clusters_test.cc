#include "client/clusters.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

using namespace borealis::client;
using borealis::lang::ErrorClass;
namespace fs = std::filesystem;

namespace {

class NoEvaluator : public borealis::schema::Evaluator {
 public:
  std::unique_ptr<borealis::schema::Session> open(const borealis::schema::EvaluationOptions&) override {
    return nullptr;
  }
};

class FixedClock : public Clock {
 public:
  std::chrono::system_clock::time_point now() const override { return {}; }
};

// A home directory of its own, and a context that sees nothing else.
class Home {
 public:
  Home() {
    std::string path = fs::temp_directory_path() / "borealis-test-XXXXXX";
    root = mkdtemp(path.data());
    fs::create_directories(root / "etc");
    fs::create_directories(root / "home" / ".aurora");
    variables = {{"HOME", root / "home"}, {"AURORA_CONFIG_ROOT", root / "etc"}, {"XDG_STATE_HOME", root / "state"}};
  }
  ~Home() { fs::remove_all(root); }

  void write(const fs::path& path, const std::string& text) const {
    fs::create_directories((root / path).parent_path());
    std::ofstream(root / path) << text;
  }
  void announce(const std::string& name, int pid, std::uint64_t start_time) {
    const std::string path = announcement_path(context, name);
    fs::create_directories(fs::path(path).parent_path());
    REQUIRE(write_announcement(path, {name, "http://127.0.0.1:9", pid, start_time, "/state"}).ok());
  }

  fs::path root;
  std::map<std::string, std::string> variables;
  NoEvaluator evaluator;
  FixedClock clock;
  std::string said;
  Output out{said};
  Output err{said};
  Context context{evaluator,
                  out,
                  err,
                  [this](const std::string& name) -> std::optional<std::string> {
                    const auto found = variables.find(name);
                    return found == variables.end() ? std::nullopt : std::optional(found->second);
                  },
                  clock,
                  {},
                  false};
};

}  // namespace

TEST_CASE("clusters.json: a list of objects, or an object of objects; entries without a name are ignored") {
  const auto list = parse_clusters(
      R"([{"name": "a", "scheduler_uri": "http://h:8081", "zk_port": 2182, "unknown": 1}, {"zk": "z"}, 3])", "here");
  REQUIRE(list.ok());
  REQUIRE(list->size() == 1);
  CHECK(list->front().name == "a");
  CHECK(list->front().scheduler_uri == "http://h:8081");
  CHECK(list->front().zk_port == 2182);
  CHECK(list->front().auth_mechanism == "UNAUTHENTICATED");
  CHECK(list->front().source == "here");

  const auto object = parse_clusters(R"({"x": {"name": "b", "zk": "z1,z2", "scheduler_zk_path": "/aurora"}})", "here");
  REQUIRE(object.ok());
  REQUIRE(object->size() == 1);
  CHECK(object->front().zk == "z1,z2");
  CHECK(object->front().zk_port == 2181);
}

TEST_CASE("a broken clusters.json is said with its name") {
  for (const char* text : {"", "[", "3", "\"x\""}) {
    CAPTURE(text);
    const auto parsed = parse_clusters(text, "/etc/aurora/clusters.json");
    REQUIRE_FALSE(parsed.ok());
    CHECK(parsed.error().message.find("/etc/aurora/clusters.json") != std::string::npos);
  }
}

TEST_CASE("a later entry replaces an earlier one of the same name, in its place") {
  Cluster a1, a2, b;
  a1.name = a2.name = "a";
  a1.scheduler_uri = "one";
  a2.scheduler_uri = "two";
  b.name = "b";
  const auto merged = merge_clusters({a1, b}, {a2});
  REQUIRE(merged.size() == 2);
  CHECK(merged[0].scheduler_uri == "two");
  CHECK(merged[1].name == "b");
}

TEST_CASE("the user's clusters.json wins over that of the machine") {
  Home home;
  home.write("etc/clusters.json",
             R"([{"name": "a", "scheduler_uri": "machine"}, {"name": "b", "scheduler_uri": "b"}])");
  home.write("home/.aurora/clusters.json", R"([{"name": "a", "scheduler_uri": "user"}])");
  CHECK(find_cluster(home.context, "a")->scheduler_uri == "user");
  CHECK(find_cluster(home.context, "b")->scheduler_uri == "b");
}

TEST_CASE("an unknown cluster is not found, and the nearest name is suggested") {
  Home home;
  home.write("etc/clusters.json", R"([{"name": "devcluster", "scheduler_uri": "x"}])");
  const auto found = find_cluster(home.context, "devclutser");
  REQUIRE_FALSE(found.ok());
  CHECK(found.error().kind == ErrorClass::not_found);
  CHECK(found.error().hint.find("'devcluster'") != std::string::npos);
}

TEST_CASE("a running embedded cluster is found by its announcement and wins over clusters.json") {
  Home home;
  home.write("etc/clusters.json", R"([{"name": "devcluster", "scheduler_uri": "elsewhere"}])");
  home.announce("devcluster", getpid(), process_start_time(getpid()));
  const auto found = find_cluster(home.context, "devcluster");
  REQUIRE(found.ok());
  CHECK(found->scheduler_uri == "http://127.0.0.1:9");
  REQUIRE(found->embedded);
  CHECK(found->embedded->state_dir == "/state");
}

TEST_CASE("an announcement whose process is gone is said, and hides no entry of clusters.json") {
  const pid_t child = fork();
  if (child == 0) _exit(0);
  const std::uint64_t start = process_start_time(getpid());
  int status = 0;
  waitpid(child, &status, 0);
  Home home;
  home.announce("devcluster", child, start);
  const auto gone = find_cluster(home.context, "devcluster");
  REQUIRE_FALSE(gone.ok());
  CHECK(gone.error().kind == ErrorClass::unreachable);
  CHECK(gone.error().message.find(std::to_string(child)) != std::string::npos);

  home.write("etc/clusters.json", R"([{"name": "devcluster", "scheduler_uri": "elsewhere"}])");
  CHECK(find_cluster(home.context, "devcluster")->scheduler_uri == "elsewhere");
}

TEST_CASE("a process id that came again is not the announced process") {
  Home home;
  home.announce("devcluster", getpid(), process_start_time(getpid()) + 1);
  CHECK_FALSE(find_cluster(home.context, "devcluster").ok());
}

TEST_CASE("certificates and logins of an entry: files beside clusters.json, in the home, or where they say") {
  auto clusters = parse_clusters(R"([{"name": "west", "scheduler_uri": "https://s", "ca_file": "west.pem",
                                      "credentials_file": "~/.aurora/login", "credentials_hosts": ["10.0.0.5:8081"]},
                                     {"name": "east", "ca_file": "/etc/ssl/east.pem"}])",
                                 "/etc/aurora/clusters.json", "/home/ann");
  REQUIRE(clusters.ok());
  const Cluster& west = clusters->at(0);
  CHECK(west.ca_file == "/etc/aurora/west.pem");
  CHECK(west.credentials_file == "/home/ann/.aurora/login");
  CHECK(west.credentials_hosts == std::vector<std::string>{"10.0.0.5:8081"});
  CHECK(west.problems.empty());
  CHECK(clusters->at(1).ca_file == "/etc/ssl/east.pem");
}

TEST_CASE("a field of the wrong type is a problem of its cluster only") {
  for (const char* field : {R"("zk": 7)", R"("zk_port": "2181")", R"("zk_port": 70000)", R"("scheduler_uri": [])",
                            R"("credentials_hosts": "h")", R"("credentials_hosts": ["h", 1])", R"("ca_file": {})"}) {
    CAPTURE(field);
    auto clusters =
        parse_clusters(std::string("[{\"name\": \"bad\", ") + field + R"(}, {"name": "good", "zk": null}])", "f");
    REQUIRE(clusters.ok());
    REQUIRE(clusters->at(0).problems.size() == 1);
    const std::string name(field + 1, std::string_view(field).find('"', 1) - 1);
    CHECK(clusters->at(0).problems[0].find("`" + name + "`") != std::string::npos);
    CHECK(clusters->at(1).problems.empty());
  }
}

TEST_CASE("broken JSON is told with its place") {
  auto clusters = parse_clusters("[\n  {\"name\": \"a\"},\n  {\"name\" \"b\"}\n]", "clusters.json");
  REQUIRE_FALSE(clusters.ok());
  CHECK(clusters.error().kind == ErrorClass::not_found);
  CHECK(clusters.error().message.find("line 3, column 13") != std::string::npos);
}
