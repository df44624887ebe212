#include "cluster/store.h"

#include <zlib.h>

#include <array>
#include <set>

#include "cluster/sqlite.h"
#include "fmt/format.h"

namespace borealis::cluster {

namespace {

constexpr std::int64_t kFormat = 3;

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
// What SQLite does not see is a value that changed on the disk: each row has a checksum of all its values.
constexpr const char* kSums = R"(
  ALTER TABLE configs ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE tasks ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE updates ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE records ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
  UPDATE configs SET sum = checksum(id, data);
  UPDATE tasks SET sum = checksum(id, config, run, job, status, data);
  UPDATE updates SET sum = checksum(id, data);
  UPDATE records SET sum = checksum(kind, name, data);
  PRAGMA user_version = 3;
)";

// Of the values and their lengths, so that nothing moves from one to the next unseen.
void checksum(sqlite3_context* context, int count, sqlite3_value** values) {
  uLong sum = crc32(0, nullptr, 0);
  for (int i = 0; i < count; ++i) {
    const auto* bytes = static_cast<const Bytef*>(sqlite3_value_blob(values[i]));
    const auto size = static_cast<uInt>(sqlite3_value_bytes(values[i]));
    const std::array<Bytef, 4> length = {static_cast<Bytef>(size), static_cast<Bytef>(size >> 8),
                                         static_cast<Bytef>(size >> 16), static_cast<Bytef>(size >> 24)};
    sum = crc32(sum, length.data(), length.size());
    if (size > 0) sum = crc32(sum, bytes, size);
  }
  sqlite3_result_int64(context, static_cast<sqlite3_int64>(sum));
}

bool add_checksum(sqlite3* db) {
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  return sqlite3_create_function(db, "checksum", -1, kFlags, nullptr, checksum, nullptr, nullptr) == SQLITE_OK;
}

lang::Error damage(const std::string& what) {
  return lang::Error{lang::ErrorClass::output,
                     "the cluster's store is damaged: " + what,
                     "use another state directory, or put a backup in its place",
                     {}};
}

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
  Statement put_config(db, "INSERT OR REPLACE INTO configs VALUES (?1, ?2, checksum(?1, ?2))");
  for (const auto& [id, data] : batch.configs) {
    if (!put_config.bind(1, id).bind_blob(2, data).run()) return false;
  }
  Statement put_task(db,
                     "INSERT OR REPLACE INTO tasks VALUES (?1, ?2, ?3, ?4, ?5, ?6, checksum(?1, ?2, ?3, ?4, ?5, ?6))");
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
  Statement put_update(db, "INSERT OR REPLACE INTO updates VALUES (?1, ?2, checksum(?1, ?2))");
  Statement drop_update(db, "DELETE FROM updates WHERE id = ?");
  for (const auto& [id, data] : batch.updates) {
    const bool done = data ? put_update.bind(1, id).bind_blob(2, *data).run() : drop_update.bind(1, id).run();
    if (!done) return false;
  }
  Statement put_record(db, "INSERT OR REPLACE INTO records VALUES (?1, ?2, ?3, checksum(?1, ?2, ?3))");
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
  // FULL: the log is flushed at every commit; NORMAL would lose the last ones with the machine. The cache, in KiB,
  // holds what a transaction about a hundred thousand tasks changes; with the default of 2 MB pages go out and come
  // back in.
  if (!add_checksum(db)) return storage_error(db, "opened");
  if (!execute(db, "PRAGMA journal_mode = WAL") || !execute(db, "PRAGMA synchronous = FULL") ||
      !execute(db, "PRAGMA cache_size = -131072")) {
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
  Statement check(db_, "PRAGMA integrity_check(1)");
  if (!check.next()) return storage_error(db_, "read");
  const std::string found = check.text(0);
  if (found == "ok") return lang::Unit{};
  return damage(found);
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
  if (!execute(db_, "BEGIN IMMEDIATE") || (format == 0 && !execute(db_, kSchema)) ||
      (format < 2 && !execute(db_, kRecords)) || !execute(db_, kSums) || !execute(db_, "COMMIT")) {
    return storage_error(db_, "made");
  }
  return lang::Unit{};
}

lang::Result<Contents> Store::load() {
  Contents contents;
  std::set<std::int64_t> used;
  Statement configs(db_, "SELECT sum = checksum(id, data), id, data FROM configs");
  while (configs.next()) {
    if (configs.integer(0) == 0) return damage("a configuration does not match its checksum");
    contents.configs[configs.integer(1)] = configs.text(2);
  }
  Statement tasks(db_,
                  "SELECT sum = checksum(id, config, run, job, status, data), id, config, run, job, status, data "
                  "FROM tasks");
  while (tasks.next()) {
    if (tasks.integer(0) == 0) return damage("a task (" + tasks.text(1) + ") does not match its checksum");
    used.insert(tasks.integer(2));
    contents.tasks[tasks.text(1)] = {tasks.integer(2), tasks.text(3), tasks.text(4), tasks.text(5), tasks.text(6)};
  }
  Statement updates(db_, "SELECT sum = checksum(id, data), id, data FROM updates");
  while (updates.next()) {
    if (updates.integer(0) == 0) return damage("an update (" + updates.text(1) + ") does not match its checksum");
    contents.updates[updates.text(1)] = updates.text(2);
  }
  Statement records(db_, "SELECT sum = checksum(kind, name, data), kind, name, data FROM records");
  while (records.next()) {
    if (records.integer(0) == 0)
      return damage("a record (" + records.text(1) + " " + records.text(2) + ") does not match its checksum");
    contents.records[{records.text(1), records.text(2)}] = records.text(3);
  }
  if (!configs.done() || !tasks.done() || !updates.done() || !records.done()) return storage_error(db_, "read");
  // Only what is known to be whole is cleaned.
  std::erase_if(contents.configs, [&](const auto& entry) { return !used.contains(entry.first); });
  if (!execute(db_, "DELETE FROM configs WHERE id NOT IN (SELECT config FROM tasks)")) {
    return storage_error(db_, "cleaned");
  }
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
