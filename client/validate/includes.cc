#include "client/validate/includes.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace borealis::client {

namespace {

bool is_included_by_another(const FileReport& file, const Readers& readers) {
  const auto& all = readers.of(file.file);
  return std::any_of(all.begin(), all.end(),
                     [&](const FileReport* other) { return other != &file && other->has_jobs; });
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

Readers::Readers(const std::vector<FileReport>& reports) {
  for (const FileReport& report : reports) {
    for (const std::string& input : report.inputs) {
      auto& readers = readers_[absolute_path(input).string()];
      if (readers.empty() || readers.back() != &report) readers.push_back(&report);
    }
  }
}

const std::vector<const FileReport*>& Readers::of(const std::string& file) const {
  static const std::vector<const FileReport*> nobody;
  const auto found = readers_.find(absolute_path(file).string());
  return found != readers_.end() ? found->second : nobody;
}

void settle_includes(std::vector<FileReport>& reports, const std::vector<ListedFile>& listed) {
  const Readers readers(reports);
  for (std::size_t i = 0; i < reports.size(); ++i) {
    FileReport& report = reports[i];
    if (!listed[i].in_directory || report.has_jobs || report.bug) continue;
    const bool included = is_included_by_another(report, readers);
    if (!included && !report.sets_no_jobs) continue;
    report.settled = true;
    std::erase_if(report.diagnostics, [&](const lang::Diagnostic& d) {
      return included ? d.severity == lang::Severity::error : d.rule == "no-jobs";
    });
    if (!included) report.diagnostics.push_back(nothing_to_check(report.file));
  }
}

std::vector<IgnoredRule> unused_ignores(const FileReport& file, const Readers& readers) {
  std::set<IgnoredRule> named;
  for (const IgnoredRule& rule : file.ignores) {
    if (rule.span.file == file.file) named.insert(rule);
  }
  if (named.empty()) return {};
  std::set<std::tuple<int, int, std::string>> used;
  bool any_jobs = false;
  std::vector<const FileReport*> all = readers.of(file.file);
  if (std::find(all.begin(), all.end(), &file) == all.end()) all.push_back(&file);
  for (const FileReport* report : all) {
    if (!report->has_jobs && !report->settled) return {};
    any_jobs = any_jobs || report->has_jobs;
    for (const IgnoredRule& rule : report->ignores) {
      if (rule.used) used.emplace(rule.span.line, rule.span.column, absolute_path(rule.span.file));
    }
  }
  std::vector<IgnoredRule> unused;
  if (!any_jobs) return unused;
  const std::string path = absolute_path(file.file).string();
  for (const IgnoredRule& rule : named) {
    if (!used.contains({rule.span.line, rule.span.column, path})) unused.push_back(rule);
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
