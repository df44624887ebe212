// borealis.toml, the settings of a project (docs/configuration.md).
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/commands/options.h"
#include "client/scheduler_flags.h"
#include "client/validate/rule_choice.h"
#include "lang/result.h"
#include "schema/evaluator.h"

namespace borealis::client {

// What may be said for the whole project and again for some of its files.
struct FileSettings {
  std::optional<std::vector<std::string>> select;
  std::vector<std::string> ignore;
  std::optional<bool> strict;
  std::optional<std::chrono::seconds> time_limit;
  std::optional<std::chrono::seconds> cpu_limit;
  std::optional<std::uint64_t> memory_limit;  // bytes
};

struct ProjectFile {
  struct Override {
    std::string pattern;  // of paths relative to the root (path_pattern.h)
    FileSettings settings;
  };

  FileSettings settings;
  std::optional<SandboxMode> sandbox;              // of every file
  std::optional<bool> hermetic;                    // of every file
  std::vector<Override> files;                     // `[[files]]`, in order
  std::map<std::string, SchedulerFlags> clusters;  // `[clusters.NAME]`; "*" is for every cluster
  std::string rule_pages;                          // where the rules' pages are published: a URI that ends in `/`

  // For a file; `path` is relative to the root. Later entries win, what they ignore adds up.
  RuleChoice rules_for(std::string_view path) const;
  void apply_limits(std::string_view path, schema::EvaluationLimits& limits) const;
};

// `file` is for messages. All mistakes are said, each at its place (`project-file`), as an error of class usage.
lang::Result<ProjectFile> parse_project_file(std::string_view text, const std::string& file);

}  // namespace borealis::client
