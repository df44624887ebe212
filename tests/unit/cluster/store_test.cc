// What the store does with damage that the database itself does not see, and with files of earlier formats.
#include "cluster/store.h"

#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "cluster/ids.h"
#include "doctest/doctest.h"

using namespace borealis;
using namespace borealis::cluster;
namespace fs = std::filesystem;

namespace {

class Directory {
 public:
  Directory() { fs::create_directory(path_); }
  ~Directory() { fs::remove_all(path_); }
  std::string file(const std::string& name) const { return path_ / name; }

 private:
  fs::path path_ = fs::temp_directory_path() / ("borealis-" + new_uuid());
};

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

Batch some() {
  Batch batch;
  for (int i = 1; i <= 20; ++i) {
    batch.configs[i] = "configuration " + std::to_string(i) + std::string(300, 'c');
    batch.tasks["task-" + std::to_string(i)] =
        TaskRow{i, "run-" + std::to_string(i), "www/prod/web", "RUNNING", std::string(200, 't') + std::to_string(i)};
    batch.updates["update-" + std::to_string(i)] = std::string(150, 'u') + std::to_string(i);
    batch.records[{"quota", "role" + std::to_string(i)}] = std::string(50, 'q') + std::to_string(i);
  }
  return batch;
}

void make(const std::string& path) {
  auto store = Store::open(path);
  REQUIRE(store);
  REQUIRE((*store)->commit(some()));
}

bool same(const Contents& a, const Contents& b) {
  const auto row = [](const TaskRow& r) { return std::tie(r.config, r.run, r.job, r.status, r.data); };
  return a.configs == b.configs && a.updates == b.updates && a.records == b.records &&
         std::ranges::equal(a.tasks, b.tasks, [&](const auto& x, const auto& y) {
           return x.first == y.first && row(x.second) == row(y.second);
         });
}

Contents load(const std::string& path) {
  auto store = Store::open(path);
  REQUIRE(store);
  auto contents = (*store)->load();
  REQUIRE(contents);
  return *contents;
}

void execute(const std::string& path, const char* sql) {
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
  const int done = sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
  REQUIRE_MESSAGE(done == SQLITE_OK, sqlite3_errmsg(db));
  sqlite3_close(db);
}

}  // namespace

TEST_CASE("a byte that changed on the disk is an error, or of no consequence: never another state") {
  const Directory directory;
  const std::string path = directory.file("cluster.db");
  make(path);
  const Contents whole = load(path);
  const std::string bytes = read(path);
  std::mt19937 random(20240607);  // the same bytes in every run
  int refused = 0;
  for (int round = 0; round < 600; ++round) {
    std::string changed = bytes;
    const std::size_t at = random() % changed.size();
    changed[at] = static_cast<char>(changed[at] ^ (1 << random() % 8));
    write(path, changed);
    auto store = Store::open(path);
    auto contents = store ? (*store)->load() : lang::Result<Contents>(store.error());
    if (contents) {
      CHECK_MESSAGE(same(*contents, whole), "byte " << at);
    } else {
      ++refused;
      CHECK(contents.error().message.find("store") != std::string::npos);
    }
  }
  CHECK(refused > 100);
}

TEST_CASE("a changed value of each table is said with what it belongs to, and nothing is cleaned away before") {
  for (const auto& [sql, what] : std::initializer_list<std::pair<const char*, const char*>>{
           {"UPDATE configs SET data = replace(CAST(data AS TEXT), 'configuration 7c', 'configuration 8c') WHERE id = "
            "7",
            "a configuration"},
           {"UPDATE tasks SET config = 8 WHERE id = 'task-7'", "a task (task-7)"},
           {"UPDATE tasks SET status = 'FAILED' WHERE id = 'task-7'", "a task (task-7)"},
           {"UPDATE updates SET data = x'00' WHERE id = 'update-3'", "an update (update-3)"},
           {"UPDATE records SET name = 'other' WHERE name = 'role9'", "a record (quota other)"}}) {
    const Directory directory;
    const std::string path = directory.file("cluster.db");
    make(path);
    execute(path, sql);
    auto store = Store::open(path);
    REQUIRE(store);
    const std::string before = read(path);
    const auto contents = (*store)->load();
    REQUIRE_FALSE(contents);
    CHECK(contents.error().message ==
          std::string("the cluster's store is damaged: ") + what + " does not match its checksum");
    CHECK(contents.error().kind == lang::ErrorClass::output);
    store->reset();
    CHECK(read(path) == before);
  }
}

TEST_CASE("a store of an earlier format is taken over, and has checksums from then on") {
  const Directory directory;
  const std::string path = directory.file("cluster.db");
  make(path);
  const Contents whole = load(path);
  for (const char* table : {"configs", "tasks", "updates", "records"})
    execute(path, (std::string("ALTER TABLE ") + table + " DROP COLUMN sum").c_str());
  execute(path, "PRAGMA user_version = 2");
  CHECK(same(load(path), whole));
  execute(path, "UPDATE tasks SET run = 'other' WHERE id = 'task-1'");
  auto store = Store::open(path);
  REQUIRE(store);
  CHECK_FALSE((*store)->load());
}

TEST_CASE("a store of a later format is left alone") {
  const Directory directory;
  const std::string path = directory.file("cluster.db");
  make(path);
  execute(path, "PRAGMA user_version = 4");
  const auto store = Store::open(path);
  REQUIRE_FALSE(store);
  CHECK(store.error().message.find("another version") != std::string::npos);
}
