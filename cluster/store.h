// What survives: SQLite in WAL mode, every commit flushed to the disk before it returns. The truth while the cluster
// runs is in memory; the store takes what changed, a batch a transaction, and gives all of it back at the next start.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lang/result.h"

struct sqlite3;

namespace borealis::cluster {

// A task without its configuration: `data` is an api::ScheduledTask in Thrift binary whose TaskConfig is empty.
struct TaskRow {
  std::int64_t config = 0;
  std::string run;
  std::string job;     // "role/environment/name" and the state's name: for people who look into the file
  std::string status;  //
  std::string data;
};

// A small thing of some kind, by its name: a quota by its role, a cron job by its key, ...
struct RecordKey {
  std::string kind;
  std::string name;
  friend auto operator<=>(const RecordKey&, const RecordKey&) = default;
};

// One transaction. No value: the row goes.
struct Batch {
  std::map<std::int64_t, std::string> configs;                // api::TaskConfig
  std::map<std::string, std::optional<TaskRow>> tasks;        // by task id
  std::map<std::string, std::optional<std::string>> updates;  // by update id: api::JobUpdateDetails
  std::map<RecordKey, std::optional<std::string>> records;
  bool empty() const { return configs.empty() && tasks.empty() && updates.empty() && records.empty(); }
};

struct Contents {
  std::map<std::int64_t, std::string> configs;
  std::map<std::string, TaskRow> tasks;
  std::map<std::string, std::string> updates;
  std::map<RecordKey, std::string> records;
};

class Store {
 public:
  // Opens or makes the file. Fails when it is damaged, or was written by a later format.
  static lang::Result<std::unique_ptr<Store>> open(const std::string& path);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // Everything there is. Configurations that no task has are dropped.
  lang::Result<Contents> load();
  // Durable when it returns without an error; nothing of it happened otherwise.
  lang::Status commit(const Batch& batch);
  // Writes all there is to a new file.
  lang::Status copy_to(const std::string& path);
  // Puts all that the other store's file holds in the place of what is here.
  lang::Status take_from(const std::string& path);

 private:
  explicit Store(sqlite3* db) : db_(db) {}
  lang::Status check();
  lang::Status prepare_schema();

  sqlite3* db_;
};

}  // namespace borealis::cluster
