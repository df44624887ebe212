#include <filesystem>

#include "lang/render/render.h"

namespace borealis::lang {

std::string shown_path(const std::string& file, const std::string& working_directory) {
  // Names such as `<string>` are no paths.
  if (file.empty() || file.front() == '<') return file;
  const std::filesystem::path path = std::filesystem::path(file).lexically_normal();
  if (path.is_relative() || working_directory.empty()) return path.string();
  const std::filesystem::path below =
      path.lexically_relative(std::filesystem::path(working_directory).lexically_normal());
  if (below.empty() || *below.begin() == "..") return path.string();
  return below.string();
}

std::string path_from(const std::string& file, const std::string& directory) {
  if (file.empty() || file.front() == '<' || directory.empty()) return shown_path(file, directory);
  std::error_code error;
  return shown_path(std::filesystem::absolute(file, error).string(), directory);
}

const char* severity_name(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "note";
  }
  return "note";
}

std::string summary_line(const Diagnostics& diagnostics, const Summary& summary) {
  const auto counted = [](int n, const char* what) { return std::to_string(n) + " " + what + (n == 1 ? "" : "s"); };
  const int errors = count(diagnostics, Severity::error);
  const int warnings = count(diagnostics, Severity::warning);
  std::string line = errors == 0 && warnings == 0 ? "no problems" : "";
  if (errors > 0) line += counted(errors, "error");
  if (warnings > 0) line += (line.empty() ? "" : ", ") + counted(warnings, "warning");
  // Files that could not be evaluated have no jobs to speak of.
  if (summary.jobs == 0 && summary.files > 0) {
    line += " in " + counted(summary.files, "file");
  } else {
    line += " in " + counted(summary.jobs, "job");
    if (summary.files > 1) line += " of " + counted(summary.files, "file");
  }
  if (summary.ignored > 0) line += " (" + std::to_string(summary.ignored) + " ignored)";
  return line;
}

}  // namespace borealis::lang
