#include "cluster/recovery.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <vector>

#include "fmt/chrono.h"
#include "fmt/format.h"

namespace borealis::cluster {

namespace {

namespace fs = std::filesystem;

constexpr const char* kPrefix = "scheduler-backup-";
// api.md §22: max_saved_backups
constexpr std::size_t kMostBackups = 48;

lang::Error failure(const std::string& message) {
  return lang::Error{lang::ErrorClass::output, message, "", {}};
}

}  // namespace

std::set<std::string> Recovery::list() const {
  std::set<std::string> names;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory_, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(kPrefix)) names.insert(name);
  }
  return names;
}

lang::Status Recovery::back_up() {
  std::error_code error;
  fs::create_directories(directory_, error);
  if (error) return failure(directory_ + ": " + error.message());
  const auto minute = static_cast<std::time_t>(core_.clock().now() / 1000);
  const std::string path = fmt::format("{}/{}{:%Y-%m-%d-%H-%M}", directory_, kPrefix, fmt::gmtime(minute));
  const std::string fresh = directory_ + "/fresh.db";
  fs::remove(fresh, error);
  if (lang::Status copied = core_.store().copy_to(fresh); !copied) return copied;
  fs::rename(fresh, path, error);
  if (error) return failure(path + ": " + error.message());
  std::set<std::string> names = list();
  while (names.size() > kMostBackups) {
    fs::remove(directory_ + "/" + *names.begin(), error);
    names.erase(names.begin());
  }
  return lang::Unit{};
}

lang::Status Recovery::stage(const std::string& name) {
  if (staged_) return failure("Another backup is already loaded.");
  if (!list().contains(name)) return failure("Failed to load backup " + name);
  unload();
  std::error_code error;
  fs::copy_file(directory_ + "/" + name, staged_path(), fs::copy_options::overwrite_existing, error);
  if (error) return failure(staged_path() + ": " + error.message());
  auto store = Store::open(staged_path());
  if (!store) return std::move(store).error();
  auto core = std::make_unique<Core>(core_.settings(), core_.clock(), **store);
  if (lang::Status loaded = core->load(Core::Loading::at_rest); !loaded) return loaded;
  store_ = std::move(*store);
  staged_ = std::move(core);
  return lang::Unit{};
}

void Recovery::unload() {
  staged_.reset();
  store_.reset();
  std::error_code error;
  for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(staged_path() + suffix, error);
}

lang::Status Recovery::commit() {
  std::vector<std::string> gone;
  for (const auto& [job, tasks] : core_.tasks().by_job()) {
    for (const auto& [id, task] : tasks) {
      const Task* kept = staged_->tasks().find(id);
      if (is_assigned(task->status) && (kept == nullptr || !is_assigned(kept->status))) gone.push_back(id);
    }
  }
  staged_.reset();
  store_.reset();  // all of it is in the one file now
  if (lang::Status taken = core_.store().take_from(staged_path()); !taken) return taken;
  for (const std::string& id : gone) core_.machine().orders().push_back({Order::Kind::drop, id});
  core_.retire();
  unload();
  return lang::Unit{};
}

}  // namespace borealis::cluster
