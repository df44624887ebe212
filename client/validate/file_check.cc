#include "client/validate/file_check.h"

#include <algorithm>
#include <set>

#include "client/config.h"
#include "client/docker_images.h"
#include "client/files.h"
#include "client/hermetic.h"

namespace borealis::client {

namespace {

// Files that may hold Python, and so a comment for us.
bool may_hold_comments(const std::string& file) {
  return file.ends_with(".aurora") || file.ends_with(".py");
}

// The source files that findings or the evaluation name, each once.
std::set<std::string> sources_of(const lang::Diagnostics& findings, const FileToCheck& file,
                                 const std::vector<std::string>& inputs) {
  std::set<std::string> sources = {file.path};
  for (const std::string& input : inputs) {
    if (may_hold_comments(input)) sources.insert(input);
  }
  for (const lang::Diagnostic& d : findings) {
    if (d.span.line > 0) sources.insert(d.span.file);
  }
  return sources;
}

bool is_wanted(const lang::Diagnostic& d, const FileToCheck& file, const RuleChoice& command_line) {
  const std::string& place = d.span.known() ? d.span.file : file.path;
  return combined(file.project->rules_for(place), command_line).wants(d);
}

bool is_strict(const lang::Diagnostic& d, const FileToCheck& file, const RuleChoice& command_line) {
  const std::string& place = d.span.known() ? d.span.file : file.path;
  return command_line.strict || file.project->rules_for(place).strict;
}

}  // namespace

RuleChoice combined(RuleChoice project, const RuleChoice& command_line) {
  if (command_line.select) project.select = command_line.select;
  project.ignore.insert(command_line.ignore.begin(), command_line.ignore.end());
  project.strict = project.strict || command_line.strict;
  return project;
}

Silenced silence(lang::Diagnostics& findings, const FileToCheck& file, const std::vector<std::string>& inputs,
                 bool errors) {
  Silenced silenced;
  std::map<std::string, IgnoreComments> comments;
  for (const std::string& source : sources_of(findings, file, inputs)) {
    const auto text = source == file.path && file.text ? file.text : read_file(source);
    if (text) comments.emplace(source, IgnoreComments(source, *text));
  }
  const auto goes = [&](const lang::Diagnostic& d) {
    if (!errors && d.severity == lang::Severity::error) return false;
    const auto found = comments.find(d.span.file);
    return found != comments.end() && found->second.silences(d);
  };
  silenced.findings = static_cast<int>(std::erase_if(findings, goes));
  for (const auto& [name, of_file] : comments) {
    const std::vector<IgnoredRule> rules = of_file.rules();
    silenced.rules.insert(silenced.rules.end(), rules.begin(), rules.end());
    silenced.problems.insert(silenced.problems.end(), of_file.problems().begin(), of_file.problems().end());
  }
  return silenced;
}

FileReport check_file(const FileToCheck& file, const ConfigOptions& options, const RuleChoice& choice,
                      const std::vector<Cluster>& clusters, Context& context) {
  // No registry is asked.
  ImageSession session(open_session(options, file.path, file.text, *file.project, context), {});
  const ProcessorWatch watch(checking_limit(options, file.path, *file.project), file.path,
                             ProcessorWatch::Ends::worker);
  auto check = check_options(options, schema::CheckOptions::Stage::validate);
  check.limits = cluster_limits(clusters, *file.project);
  schema::CheckResult result = check_config(session, check, [](schema::CheckedJob&&) {});

  FileReport report;
  if (const HermeticRecord* record = hermetic_record(session)) {
    report.hermetic_inputs = record->inputs;
    report.hermetic_result = record->result;
  }
  report.file = file.path;
  report.has_jobs = result.has_jobs;
  report.sets_no_jobs = result.sets_no_jobs;
  report.jobs = result.jobs;
  report.inputs = std::move(result.inputs.files);
  Silenced silenced = silence(result.diagnostics, file, report.inputs, true);
  report.ignores = std::move(silenced.rules);
  for (lang::Diagnostic& problem : silenced.problems) result.diagnostics.push_back(std::move(problem));
  const auto unwanted =
      std::erase_if(result.diagnostics, [&](const lang::Diagnostic& d) { return !is_wanted(d, file, choice); });
  report.ignored = silenced.findings + static_cast<int>(unwanted);
  for (lang::Diagnostic& d : result.diagnostics) {
    if (d.severity == lang::Severity::warning && is_strict(d, file, choice)) d.severity = lang::Severity::error;
  }
  lang::sort_and_deduplicate(result.diagnostics);
  report.diagnostics = std::move(result.diagnostics);
  return report;
}

}  // namespace borealis::client
