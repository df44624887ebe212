// Which project a file belongs to: its root and its borealis.toml.
//
// The root is `--root`, or the nearest directory above the file that holds borealis.toml or .git, or the common
// directory of all files that are looked at. (DESIGN: conventions)
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "client/clusters.h"
#include "client/validate/project_file.h"
#include "lang/result.h"
#include "schema/scheduler_limits.h"

namespace borealis::client {

struct Project {
  std::filesystem::path root;       // absolute
  std::optional<ProjectFile> file;  // nothing when the root holds no borealis.toml

  // The path of a file (as given, or a span's) below the root, with `/`; "" when it lies elsewhere.
  std::string below_root(const std::string& path) const;
  RuleChoice rules_for(const std::string& path) const;
  void apply_limits(const std::string& path, schema::EvaluationLimits& limits) const;
};

class Projects {
 public:
  // `root`: --root. `files`: what will be looked at.
  Projects(std::optional<std::string> root, const std::vector<std::string>& files);

  // The answer is valid as long as this object. ErrorClass::usage: borealis.toml has a mistake, or --root is no
  // directory.
  lang::Result<const Project*> of(const std::string& file);
  // The one root of all files that were asked for, or the common directory of their roots.
  std::filesystem::path common_root() const;

 private:
  lang::Result<const Project*> at(const std::filesystem::path& root);
  std::filesystem::path root_of(const std::filesystem::path& directory);

  std::optional<std::string> root_;
  std::filesystem::path common_;
  std::map<std::filesystem::path, std::filesystem::path> roots_;  // of directories
  std::map<std::filesystem::path, Project> projects_;             // of roots
};

// What the scheduler of each cluster accepts: the defaults, then the flags of clusters.json, then those of the project.
schema::ClusterLimits cluster_limits(const std::vector<Cluster>& clusters, const Project& project);

// An absolute path without `.` and `..`; links are not followed.
std::filesystem::path absolute_path(const std::string& path);

}  // namespace borealis::client
