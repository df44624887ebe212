#include "client/sandbox_choice.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string>

namespace borealis::client {

namespace {

namespace fs = std::filesystem;

bool is_hermetic(const ConfigOptions& config, const Project& project) {
  if (config.sandbox.hermetic) return *config.sandbox.hermetic;
  // Who trusts the config, whatever the project says.
  if (config.sandbox.mode == SandboxMode::off) return false;
  return project.file && project.file->hermetic.value_or(false);
}

SandboxMode mode_for(const ConfigOptions& config, const Project& project) {
  // A digest of what could be seen is worth nothing where more could be.
  if (is_hermetic(config, project)) return SandboxMode::required;
  if (config.sandbox.mode) return *config.sandbox.mode;
  return project.file ? project.file->sandbox.value_or(SandboxMode::off) : SandboxMode::off;
}

// The root is what a config may read: it must not be everything.
bool holds(const fs::path& root, const fs::path& directory) {
  std::error_code error;
  const fs::path real_root = fs::weakly_canonical(root, error);
  const fs::path real = fs::weakly_canonical(directory, error);
  const fs::path below = real.lexically_relative(real_root);
  return !below.empty() && *below.begin() != "..";
}

std::vector<std::string> wide_roots(const std::vector<const Project*>& projects, const ConfigOptions& config,
                                    const Context& context) {
  std::vector<fs::path> roots;
  for (const Project* project : projects) roots.push_back(project->root);
  for (const std::string& directory : config.sandbox.read) roots.push_back(absolute_path(directory));
  std::vector<std::string> gaps;
  for (const fs::path& root : roots) {
    const auto home = context.environment("HOME");
    if (holds(root, "/")) {
      gaps.emplace_back("configs may read below `/`, which is everything");
    } else if (home && holds(root, *home)) {
      gaps.push_back(fmt::format("configs may read below `{}`, which holds the home directory", root.string()));
    }
  }
  std::sort(gaps.begin(), gaps.end());
  gaps.erase(std::unique(gaps.begin(), gaps.end()), gaps.end());
  return gaps;
}

lang::Error not_confined(const std::string& gap, bool hermetic) {
  return {
      lang::ErrorClass::usage, (hermetic ? "--hermetic: " : "--sandbox=required: ") + gap, "nothing was evaluated", {}};
}

}  // namespace

schema::SandboxOptions sandbox_for(const ConfigOptions& config, const Project& project) {
  schema::SandboxOptions options;
  options.on = mode_for(config, project) != SandboxMode::off;
  if (!options.on) return options;
  options.read_roots.push_back(project.root.string());
  for (const std::string& directory : config.sandbox.read)
    options.read_roots.push_back(absolute_path(directory).string());
  options.variables = config.sandbox.variables;
  options.hermetic = is_hermetic(config, project);
  return options;
}

lang::Status check_sandbox(const ConfigOptions& config, const std::vector<const Project*>& projects, Context& context) {
  SandboxMode mode = SandboxMode::off;
  std::vector<const Project*> confined;
  bool hermetic = false;
  for (const Project* project : projects) {
    const SandboxMode own = mode_for(config, *project);
    if (own != SandboxMode::off) confined.push_back(project);
    mode = std::max(mode, own);
    hermetic = hermetic || is_hermetic(config, *project);
  }
  if (mode == SandboxMode::off) return lang::Unit{};
  for (const std::string& directory : config.sandbox.read) {
    std::error_code error;
    if (!fs::is_directory(directory, error))
      return lang::Error{lang::ErrorClass::usage, fmt::format("--sandbox-read {} is no directory", directory), "", {}};
  }
  std::vector<std::string> gaps = context.evaluator.sandbox_gaps();
  for (std::string& gap : wide_roots(confined, config, context)) gaps.push_back(std::move(gap));
  if (mode == SandboxMode::required && !gaps.empty()) return not_confined(gaps.front(), hermetic);
  for (const std::string& gap : gaps) warn(context, "the sandbox is not whole: " + gap);
  return lang::Unit{};
}

}  // namespace borealis::client
