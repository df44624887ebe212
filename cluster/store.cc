#include "cluster/store.h"

#include "cluster/sqlite.h"
#include "fmt/format.h"

namespace borealis::cluster {

namespace {

constexpr std::int64_t kFormat = 2;

constexpr const char* kSchema = R"(
  CREATE TABLE configs (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
  CREATE TABLE tasks (id TEXT PRIMARY KEY, config INTEGER NOT NULL REFERENCES configs(id), run TEXT NOT NULL,
                      job TEXT NOT NULL, status TEXT NOT NULL, data BLOB NOT NULL);
  CREATE TABLE updates (id TEXT PRIMARY KEY, data BLOB NOT NULL);
)";

// What each later format added.
constexpr const char* kRecords = R"(
  CREATE TABLE records (kind TEXT NOT NULL, name TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (kind, name));
  PRAGMA user_version = 2;
)";

lang::Error storage_error(sqlite3* db, const char* doing) {
  return lang::Error{lang::ErrorClass::output,
                     std::string("the cluster's store could not be ") + doing + ": " +
                         (db == nullptr ? "out of memory" : sqlite3_errmsg(db)),
                     "",
                     {}};
}

bool execute(sqlite3* db, const char* sql) {
  return sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

std::int64_t format_of(sqlite3* db) {
  Statement statement(db, "PRAGMA user_version");
  return statement.next() ? statement.integer(0) : -1;
}

bool write(sqlite3* db, const Batch& batch) {
  Statement put_config(db, "INSERT OR REPLACE INTO configs VALUES (?, ?)");
  for (const auto& [id, data] : batch.configs) {
    if (!put_config.bind(1, id).bind_blob(2, data).run()) return false;
  }
  Statement put_task(db, "INSERT OR REPLACE INTO tasks VALUES (?, ?, ?, ?, ?, ?)");
  Statement drop_task(db, "DELETE FROM tasks WHERE id = ?");
  for (const auto& [id, row] : batch.tasks) {
    const bool done = row ? put_task.bind(1, id)
                                .bind(2, row->config)
                                .bind(3, row->run)
                                .bind(4, row->job)
                                .bind(5, row->status)
                                .bind_blob(6, row->data)
                                .run()
                          : drop_task.bind(1, id).run();
    if (!done) return false;
  }
  Statement put_update(db, "INSERT OR REPLACE INTO updates VALUES (?, ?)");
  Statement drop_update(db, "DELETE FROM updates WHERE id = ?");
  for (const auto& [id, data] : batch.updates) {
    const bool done = data ? put_update.bind(1, id).bind_blob(2, *data).run() : drop_update.bind(1, id).run();
    if (!done) return false;
  }
  Statement put_record(db, "INSERT OR REPLACE INTO records VALUES (?, ?, ?)");
  Statement drop_record(db, "DELETE FROM records WHERE kind = ? AND name = ?");
  for (const auto& [key, data] : batch.records) {
    const bool done = data ? put_record.bind(1, key.kind).bind(2, key.name).bind_blob(3, *data).run()
                           : drop_record.bind(1, key.kind).bind(2, key.name).run();
    if (!done) return false;
  }
  return true;
}

}  // namespace

lang::Result<std::unique_ptr<Store>> Store::open(const std::string& path) {
  sqlite3* db = nullptr;
  const int opened =
      sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<Store> store(new Store(db));
  if (opened != SQLITE_OK) return storage_error(db, "opened");
  sqlite3_busy_timeout(db, 5000);
  // FULL: the log is flushed at every commit; NORMAL would lose the last ones with the machine.
  if (!execute(db, "PRAGMA journal_mode = WAL") || !execute(db, "PRAGMA synchronous = FULL")) {
    return storage_error(db, "opened");
  }
  if (lang::Status checked = store->check(); !checked) return std::move(checked).error();
  if (lang::Status prepared = store->prepare_schema(); !prepared) return std::move(prepared).error();
  return store;
}

Store::~Store() {
  sqlite3_close(db_);
}

// Damage is said at once, not when the page that has it is read.
lang::Status Store::check() {
  Statement check(db_, "PRAGMA quick_check(1)");
  if (!check.next()) return storage_error(db_, "read");
  const std::string found = check.text(0);
  if (found == "ok") return lang::Unit{};
  return lang::Error{lang::ErrorClass::output,
                     "the cluster's store is damaged: " + found,
                     "use another state directory, or put a backup in its place",
                     {}};
}

lang::Status Store::prepare_schema() {
  const std::int64_t format = format_of(db_);
  if (format == kFormat) return lang::Unit{};
  if (format < 0 || format > kFormat) {
    return lang::Error{lang::ErrorClass::conflict,
                       "the cluster's state was written by another version of borealis",
                       "use another state directory, or remove this one",
                       {}};
  }
  if (!execute(db_, "BEGIN IMMEDIATE") || (format == 0 && !execute(db_, kSchema)) || !execute(db_, kRecords) ||
      !execute(db_, "COMMIT")) {
    return storage_error(db_, "made");
  }
  return lang::Unit{};
}

lang::Result<Contents> Store::load() {
  if (!execute(db_, "DELETE FROM configs WHERE id NOT IN (SELECT config FROM tasks)")) {
    return storage_error(db_, "cleaned");
  }
  Contents contents;
  Statement configs(db_, "SELECT id, data FROM configs");
  while (configs.next()) contents.configs[configs.integer(0)] = configs.text(1);
  Statement tasks(db_, "SELECT id, config, run, job, status, data FROM tasks");
  while (tasks.next()) {
    contents.tasks[tasks.text(0)] = {tasks.integer(1), tasks.text(2), tasks.text(3), tasks.text(4), tasks.text(5)};
  }
  Statement updates(db_, "SELECT id, data FROM updates");
  while (updates.next()) contents.updates[updates.text(0)] = updates.text(1);
  Statement records(db_, "SELECT kind, name, data FROM records");
  while (records.next()) contents.records[{records.text(0), records.text(1)}] = records.text(2);
  if (!configs.done() || !tasks.done() || !updates.done() || !records.done()) return storage_error(db_, "read");
  return contents;
}

lang::Status Store::copy_to(const std::string& path) {
  Statement copy(db_, "VACUUM INTO ?");
  if (copy.bind(1, path).run()) return lang::Unit{};
  return storage_error(db_, "copied");
}

lang::Status Store::take_from(const std::string& path) {
  Statement attach(db_, "ATTACH ? AS other");
  if (!attach.bind(1, path).run()) return storage_error(db_, "replaced");
  bool done = execute(db_, "BEGIN IMMEDIATE");
  for (const std::string table : {"tasks", "configs", "updates", "records"}) {
    done = done && execute(db_, ("DELETE FROM main." + table).c_str());
  }
  for (const std::string table : {"configs", "tasks", "updates", "records"}) {
    done = done && execute(db_, fmt::format("INSERT INTO main.{0} SELECT * FROM other.{0}", table).c_str());
  }
  done = done && execute(db_, "COMMIT");
  if (done) {
    execute(db_, "DETACH other");
    return lang::Unit{};
  }
  lang::Error error = storage_error(db_, "replaced");
  execute(db_, "ROLLBACK");
  execute(db_, "DETACH other");
  return error;
}

lang::Status Store::commit(const Batch& batch) {
  if (batch.empty()) return lang::Unit{};
  if (execute(db_, "BEGIN IMMEDIATE") && write(db_, batch) && execute(db_, "COMMIT")) return lang::Unit{};
  lang::Error error = storage_error(db_, "written");
  execute(db_, "ROLLBACK");
  return error;
}

}  // namespace borealis::cluster
