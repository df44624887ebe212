// config validate: evaluates, type-checks, runs every rule, and reports.
#include <algorithm>
#include <filesystem>

#include "client/commands/commands.h"
#include "client/config.h"
#include "client/sources.h"
#include "lang/render/render.h"

namespace borealis::client {

namespace {

namespace fs = std::filesystem;

// One file, checked.
struct Checked {
  std::string file;
  lang::Diagnostics diagnostics;
  bool has_jobs = false;
  int jobs = 0;
};

// Every .aurora file below a directory, in order of name; a file itself. A link to a directory is not followed.
std::vector<std::string> files_of(const std::string& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return {path};
  std::vector<std::string> files;
  const auto options = fs::directory_options::skip_permission_denied;
  for (auto entry = fs::recursive_directory_iterator(path, options, error); entry != fs::recursive_directory_iterator();
       entry.increment(error)) {
    if (error) break;
    std::error_code ignored;
    if (entry->path().extension() == ".aurora" && entry->is_regular_file(ignored)) files.push_back(entry->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Checked empty_directory(const std::string& path) {
  lang::Diagnostic diagnostic;
  diagnostic.rule = "no-jobs";
  diagnostic.message = fmt::format("no .aurora file lies below the directory `{}`", path);
  diagnostic.span.file = path;
  return {path, {std::move(diagnostic)}, false, 0};
}

Checked check_file(const std::string& file, const ValidateOptions& options, Context& context) {
  const auto session = open_config(options.config, file, context);
  auto result = check_config(*session, check_options(options.config, schema::CheckOptions::Stage::validate),
                             [](schema::CheckedJob&&) {});
  return {file, std::move(result.diagnostics), result.has_jobs, result.jobs};
}

// Of several files only one needs to have the wanted job: of the others it is no finding that they lack it.
void drop_files_without_the_job(std::vector<Checked>& files) {
  const auto lacks_it = [](const Checked& file) {
    return !file.has_jobs && file.diagnostics.size() == 1 && file.diagnostics.front().rule == "no-such-job";
  };
  if (std::none_of(files.begin(), files.end(), [](const Checked& file) { return file.has_jobs; })) return;
  std::erase_if(files, lacks_it);
}

std::string render(const lang::Diagnostics& diagnostics, const lang::Summary& summary, const std::string& format,
                   const Context& context) {
  const std::string here = working_directory();
  if (format == "json") return lang::render_json(diagnostics, summary, here);
  if (format == "sarif") return lang::render_sarif(diagnostics, context.program.version, here);
  if (format == "github") return lang::render_github(diagnostics, here);
  if (format == "junit") return lang::render_junit(diagnostics, summary, here);
  FileSources sources;
  return lang::render_text(diagnostics, sources, {context.out.colour(), here});
}

}  // namespace

int run_config_validate(const ValidateOptions& options, Context& context) {
  std::vector<Checked> checked;
  for (const std::string& path : options.paths) {
    const auto files = files_of(path);
    if (files.empty()) checked.push_back(empty_directory(path));
    for (const std::string& file : files) checked.push_back(check_file(file, options, context));
  }
  const auto looked_at = static_cast<int>(checked.size());
  if (options.config.job) drop_files_without_the_job(checked);

  lang::Diagnostics diagnostics;
  lang::Summary summary;
  summary.files = looked_at;
  bool no_list = false;
  for (Checked& file : checked) {
    summary.jobs += file.jobs;
    no_list = no_list || !file.has_jobs;
    std::move(file.diagnostics.begin(), file.diagnostics.end(), std::back_inserter(diagnostics));
  }
  if (options.strict) {
    for (lang::Diagnostic& diagnostic : diagnostics) {
      if (diagnostic.severity == lang::Severity::warning) diagnostic.severity = lang::Severity::error;
    }
  }
  context.out.write(render(diagnostics, summary, options.format, context));
  context.out.flush();
  const bool errors = lang::has_errors(diagnostics);
  const std::string line = lang::summary_line(diagnostics, summary);
  say(context, errors ? context.err_style().red(line) : line);
  if (no_list) return static_cast<int>(lang::ErrorClass::no_jobs);
  return errors ? static_cast<int>(lang::ErrorClass::findings) : 0;
}

}  // namespace borealis::client
