#include "client/validate/projects.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <set>

#include "client/files.h"

namespace borealis::client {

namespace {

namespace fs = std::filesystem;

constexpr const char* kProjectFile = "borealis.toml";

// The longest directory that both lie in.
fs::path common_directory(const fs::path& a, const fs::path& b) {
  fs::path common;
  for (auto left = a.begin(), right = b.begin(); left != a.end() && right != b.end() && *left == *right;
       ++left, ++right)
    common /= *left;
  return common;
}

bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}

}  // namespace

fs::path absolute_path(const std::string& path) {
  std::error_code error;
  return fs::absolute(path, error).lexically_normal();
}

std::string Project::below_root(const std::string& path) const {
  const fs::path below = absolute_path(path).lexically_relative(root);
  if (below.empty() || *below.begin() == "..") return {};
  return below.generic_string();
}

RuleChoice Project::rules_for(const std::string& path) const {
  return file ? file->rules_for(below_root(path)) : RuleChoice{};
}

void Project::apply_limits(const std::string& path, schema::EvaluationLimits& limits) const {
  if (file) file->apply_limits(below_root(path), limits);
}

Projects::Projects(std::optional<std::string> root, const std::vector<std::string>& files) : root_(std::move(root)) {
  for (const std::string& file : files) {
    const fs::path directory = absolute_path(file).parent_path();
    common_ = common_.empty() ? directory : common_directory(common_, directory);
  }
}

fs::path Projects::root_of(const fs::path& directory) {
  if (const auto known = roots_.find(directory); known != roots_.end()) return known->second;
  fs::path root;
  if (is_there(directory / kProjectFile) || is_there(directory / ".git")) {
    root = directory;
  } else if (directory == directory.parent_path()) {
    root = common_;
  } else {
    root = root_of(directory.parent_path());
  }
  roots_.emplace(directory, root);
  return root;
}

lang::Result<const Project*> Projects::of(const std::string& file) {
  if (!root_) return at(root_of(absolute_path(file).parent_path()));
  std::error_code error;
  if (!fs::is_directory(*root_, error))
    return lang::Error{lang::ErrorClass::usage, fmt::format("--root {} is no directory", *root_), "", {}};
  // "dir/" and "dir" are one.
  return at(absolute_path(*root_ + "/.").parent_path());
}

lang::Result<const Project*> Projects::at(const fs::path& root) {
  if (const auto known = projects_.find(root); known != projects_.end()) return &known->second;
  Project project;
  project.root = root;
  const std::string path = root / kProjectFile;
  if (const auto text = read_file(path)) {
    auto file = parse_project_file(*text, path);
    if (!file) return std::move(file).error();
    project.file = std::move(*file);
  } else if (errno != ENOENT) {
    return lang::Error{
        lang::ErrorClass::usage, fmt::format("{} cannot be read: {}", path, std::strerror(errno)), "", {}};
  }
  return &projects_.emplace(root, std::move(project)).first->second;
}

fs::path Projects::common_root() const {
  fs::path common;
  for (const auto& [root, project] : projects_) common = common.empty() ? root : common_directory(common, root);
  return common.empty() ? common_ : common;
}

schema::ClusterLimits cluster_limits(const std::vector<Cluster>& clusters, const Project& project) {
  const auto apply = [](const SchedulerFlags& flags, schema::SchedulerLimits& limits) {
    for (const SchedulerFlag& flag : flags) apply_flag(flag, limits);
  };
  static const std::map<std::string, SchedulerFlags> none;
  const auto& tables = project.file ? project.file->clusters : none;
  const auto of_all = tables.find("*");

  schema::ClusterLimits all;
  if (of_all != tables.end()) {
    apply(of_all->second, all.fallback);
    all.fallback.owner = "a scheduler with the project's settings";
  }
  std::set<std::string> names;
  for (const Cluster& cluster : clusters) {
    if (!cluster.scheduler_flags.empty()) names.insert(cluster.name);
  }
  for (const auto& [name, flags] : tables) {
    if (name != "*") names.insert(name);
  }
  for (const std::string& name : names) {
    schema::SchedulerLimits& limits = all.clusters[name];
    limits.owner = "the cluster `" + name + "`";
    for (const Cluster& cluster : clusters) {
      if (cluster.name == name) apply(cluster.scheduler_flags, limits);
    }
    if (of_all != tables.end()) apply(of_all->second, limits);
    if (const auto own = tables.find(name); own != tables.end()) apply(own->second, limits);
  }
  return all;
}

}  // namespace borealis::client
