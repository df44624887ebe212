#include "client/validate/project_file.h"

#include <fmt/format.h>

#include "client/validate/path_pattern.h"

namespace borealis::client {

namespace {

void add(RuleChoice& choice, const FileSettings& settings) {
  if (settings.select) choice.select.emplace(settings.select->begin(), settings.select->end());
  choice.ignore.insert(settings.ignore.begin(), settings.ignore.end());
  choice.strict = settings.strict.value_or(choice.strict);
}

void add(schema::EvaluationLimits& limits, const FileSettings& settings) {
  limits.wall = settings.time_limit.value_or(limits.wall);
  limits.cpu = settings.cpu_limit.value_or(limits.cpu);
  limits.memory_bytes = settings.memory_limit.value_or(limits.memory_bytes);
}

}  // namespace

RuleChoice ProjectFile::rules_for(std::string_view path) const {
  RuleChoice choice;
  add(choice, settings);
  for (const Override& entry : files) {
    if (matches_path(entry.pattern, path)) add(choice, entry.settings);
  }
  return choice;
}

void ProjectFile::apply_limits(std::string_view path, schema::EvaluationLimits& limits) const {
  add(limits, settings);
  for (const Override& entry : files) {
    if (matches_path(entry.pattern, path)) add(limits, entry.settings);
  }
}

}  // namespace borealis::client
