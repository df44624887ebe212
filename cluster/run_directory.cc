#include "cluster/run_directory.h"

#include <filesystem>

namespace borealis::cluster {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestName = 255;
constexpr std::size_t kUuidLength = 36;

std::string executor_name(const std::string& task_id) {
  const std::string prefix = "thermos-";
  if (prefix.size() + task_id.size() <= kLongestName) return prefix + task_id;
  const std::size_t kept = kLongestName - prefix.size() - kUuidLength - 1;
  return prefix + task_id.substr(0, kept) + "-" + task_id.substr(task_id.size() - kUuidLength);
}

}  // namespace

std::string agents_root(const std::string& state_dir) {
  return state_dir + "/agents";
}

std::string run_directory(const std::string& state_dir, const Launch& launch) {
  return agents_root(state_dir) + "/slaves/" + launch.agent_id + "/frameworks/borealis/executors/" +
         executor_name(launch.task_id) + "/runs/" + launch.run;
}

lang::Status make_run_directory(const std::string& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (!error) {
    const fs::path latest = fs::path(directory).parent_path() / "latest";
    fs::remove(latest, error);
    fs::create_directory_symlink(fs::path(directory).filename(), latest, error);
  }
  if (error) return lang::Error{lang::ErrorClass::output, directory + ": " + error.message(), "", {}};
  return lang::Unit{};
}

void remove_run(const std::string& directory) {
  std::error_code ignored;
  // .../executors/thermos-<task>/runs/<uuid>: a task has one run.
  fs::remove_all(fs::path(directory).parent_path().parent_path(), ignored);
}

}  // namespace borealis::cluster
