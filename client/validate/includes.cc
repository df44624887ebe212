#include "client/validate/includes.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace borealis::client {

namespace {

bool reads(const FileReport& report, const std::filesystem::path& file) {
  return std::any_of(report.inputs.begin(), report.inputs.end(),
                     [&](const std::string& input) { return absolute_path(input) == file; });
}

bool is_included_by_another(const FileReport& file, const std::vector<FileReport>& all) {
  const std::filesystem::path path = absolute_path(file.file);
  return std::any_of(all.begin(), all.end(),
                     [&](const FileReport& other) { return &other != &file && other.has_jobs && reads(other, path); });
}

lang::Diagnostic nothing_to_check(const std::string& file) {
  lang::Diagnostic d;
  d.rule = "no-jobs";
  d.severity = lang::Severity::note;
  d.message = "the file sets no `jobs`, and no other file that is checked includes it";
  d.span.file = file;
  return d;
}

}  // namespace

void settle_includes(std::vector<FileReport>& reports, const std::vector<ListedFile>& listed) {
  for (std::size_t i = 0; i < reports.size(); ++i) {
    FileReport& report = reports[i];
    if (!listed[i].in_directory || report.has_jobs || report.bug) continue;
    const bool included = is_included_by_another(report, reports);
    if (!included && !report.sets_no_jobs) continue;
    report.settled = true;
    std::erase_if(report.diagnostics, [&](const lang::Diagnostic& d) {
      return included ? d.severity == lang::Severity::error : d.rule == "no-jobs";
    });
    if (!included) report.diagnostics.push_back(nothing_to_check(report.file));
  }
}

std::vector<IgnoredRule> unused_ignores(const FileReport& file, const std::vector<FileReport>& all) {
  const std::filesystem::path path = absolute_path(file.file);
  std::set<IgnoredRule> named;
  std::set<std::tuple<int, int, std::string>> used;
  bool any_jobs = false;
  for (const FileReport& report : all) {
    const bool itself = &report == &file;
    if (!itself && !reads(report, path)) continue;
    if (!report.has_jobs && !report.settled) return {};
    any_jobs = any_jobs || report.has_jobs;
    for (const IgnoredRule& rule : report.ignores) {
      if (rule.used) used.emplace(rule.span.line, rule.span.column, absolute_path(rule.span.file));
      if (itself && rule.span.file == file.file) named.insert(rule);
    }
  }
  std::vector<IgnoredRule> unused;
  if (!any_jobs) return unused;
  for (const IgnoredRule& rule : named) {
    if (!used.contains({rule.span.line, rule.span.column, path.string()})) unused.push_back(rule);
  }
  return unused;
}

void merge_repetitions(std::vector<FileReport>& reports) {
  std::set<std::tuple<std::string, std::string, std::string, int, int, int>> seen;
  for (FileReport& report : reports) {
    std::set<std::tuple<std::string, std::string, std::string, int, int, int>> here;
    std::erase_if(report.diagnostics, [&](const lang::Diagnostic& d) {
      if (d.span.line == 0) return false;
      auto key = std::tuple(d.rule, d.message, absolute_path(d.span.file).string(), d.span.line, d.span.column,
                            static_cast<int>(d.severity));
      if (seen.contains(key)) return true;
      here.insert(std::move(key));
      return false;
    });
    seen.merge(here);
  }
}

}  // namespace borealis::client
