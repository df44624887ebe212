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

std::vector<std::string> run_directories(const std::string& state_dir) {
  std::vector<std::string> found;
  std::error_code none;
  const auto directories_in = [&](const fs::path& parent) {
    std::vector<fs::path> children;
    for (const fs::directory_entry& entry : fs::directory_iterator(parent, none)) {
      if (entry.is_directory(none) && !entry.is_symlink(none)) children.push_back(entry.path());
    }
    return children;
  };
  for (const fs::path& agent : directories_in(fs::path(agents_root(state_dir)) / "slaves")) {
    for (const fs::path& executor : directories_in(agent / "frameworks/borealis/executors")) {
      for (const fs::path& run : directories_in(executor / "runs")) found.push_back(run.string());
    }
  }
  return found;
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
