// config validate: evaluates, type-checks, runs every rule, and reports (docs/validate.md).
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "client/commands/commands.h"
#include "client/config.h"
#include "client/hermetic.h"
#include "client/interrupt.h"
#include "client/sandbox_choice.h"
#include "client/sources.h"
#include "client/validate/file_check.h"
#include "client/validate/file_list.h"
#include "client/validate/includes.h"
#include "client/validate/workers.h"
#include "lang/render/render.h"
#include "schema/preparation.h"
#include "schema/rule_index.h"

namespace borealis::client {

namespace {

// All of standard input; nothing when it can't be read: errno says why.
std::optional<std::string> read_stdin() {
  std::string text;
  std::array<char, 65536> bytes{};
  while (true) {
    const ssize_t got = read(STDIN_FILENO, bytes.data(), bytes.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (got == 0) return text;
    text.append(bytes.data(), static_cast<std::size_t>(got));
  }
}

FileReport not_checked(const std::string& file, lang::Diagnostics why) {
  FileReport report;
  report.file = file;
  report.diagnostics = std::move(why);
  return report;
}

FileReport ended_by_bug(const std::string& file, const std::string& how) {
  lang::Diagnostic d;
  d.rule = "internal-error";
  d.message = "the check did not come to its end: " + how;
  d.hint = "this is a bug in borealis; please report it with the file";
  d.span.file = file;
  FileReport report = not_checked(file, {std::move(d)});
  report.bug = true;
  return report;
}

FileReport ended_by_limit(const std::string& file, std::chrono::seconds most) {
  lang::Diagnostic d;
  d.rule = "limit-exceeded";
  d.message = processor_watch_message(file, most);
  d.span.file = file;
  return not_checked(file, {std::move(d)});
}

class Validation {
 public:
  Validation(const ValidateOptions& options, Context& context) : options_(options), context_(context) {}

  int run() {
    if (auto status = choose(); !status) return report(context_, status.error());
    if (auto status = gather(); !status) return report(context_, status.error());
    if (!check()) {
      say(context_, fmt::format("interrupted: {} of {} files were checked", checked_, files_.size()));
      return 128 + InterruptScope::signal();
    }
    settle_includes(reports_, listed_);
    if (options_.config.job) drop_files_without_the_job();
    add_unused_ignores();
    merge_repetitions(reports_);
    return tell();
  }

 private:
  lang::Status gather() {
    listed_ = list_files(options_.paths);
    std::vector<std::string> names;
    for (ListedFile& listed : listed_) {
      if (listed.path == "-") {
        stdin_text_ = read_stdin();
        if (!stdin_text_)
          return lang::Error{
              lang::ErrorClass::usage, fmt::format("standard input cannot be read: {}", std::strerror(errno)), "", {}};
        listed.path = options_.stdin_name;
        files_.push_back({listed.path, stdin_text_, nullptr});
      } else {
        files_.push_back({listed.path, std::nullopt, nullptr});
      }
      names.push_back(listed.path);
    }
    projects_.emplace(options_.config.root, names);
    for (FileToCheck& file : files_) {
      auto project = projects_->of(file.path);
      if (!project) return std::move(project).error();
      file.project = *project;
    }
    std::vector<const Project*> projects;
    for (const FileToCheck& file : files_) projects.push_back(file.project);
    if (auto status = check_sandbox(options_.config, projects, context_); !status) return status;
    return lang::Unit{};
  }

  lang::Status choose() {
    auto select = parse_rules("--select", options_.select, false);
    if (!select) return std::move(select).error();
    if (!select->empty()) choice_.select.emplace(select->begin(), select->end());
    auto ignore = parse_rules("--ignore", options_.ignore, true);
    if (!ignore) return std::move(ignore).error();
    choice_.ignore.insert(ignore->begin(), ignore->end());
    choice_.strict = options_.strict;
    return lang::Unit{};
  }

  // False when interrupted.
  bool check() {
    const std::vector<Cluster> clusters = clusters_for_limits(context_);
    reports_.resize(files_.size());
    schema::Preparation* preparation = preparation_for_many();
    if (preparation != nullptr) preparation->prepare();
    const auto work = [&](std::size_t i) {
      if (!listed_[i].problems.empty()) return encode(not_checked(listed_[i].path, listed_[i].problems));
      return encode(check_file(files_[i], options_.config, choice_, clusters, context_));
    };
    const auto take = [&](std::size_t i, const Worked& worked) {
      std::optional<FileReport> report;
      if (worked.answer) report = decode_report(*worked.answer);
      if (report && preparation != nullptr) parse_for_others(*preparation, *report);
      if (worked.time_up) {
        reports_[i] = ended_by_limit(
            files_[i].path,
            checking_limit(options_.config, files_[i].path, *files_[i].project).value_or(std::chrono::seconds(0)));
        ++checked_;
        return;
      }
      reports_[i] = report ? std::move(*report)
                           : ended_by_bug(files_[i].path, worked.answer ? "its report is garbled" : worked.failure);
      ++checked_;
    };
    return run_in_workers(files_.size(), options_.jobs.value_or(usable_cores()), work, take);
  }

  // nullptr: each file is for itself. A confined config must not find what this process knows, its environment first.
  schema::Preparation* preparation_for_many() {
    const bool confined = std::any_of(files_.begin(), files_.end(), [&](const FileToCheck& file) {
      return sandbox_for(options_.config, *file.project).on;
    });
    return files_.size() < 2 || confined ? nullptr : dynamic_cast<schema::Preparation*>(&context_.evaluator);
  }

  // What a file includes others may include, too.
  static void parse_for_others(schema::Preparation& preparation, const FileReport& report) {
    for (const std::string& input : report.inputs) {
      if (input != report.file && input.ends_with(".aurora")) preparation.keep_parsed(input);
    }
  }

  // Of several files only one needs to have the wanted job: of the others it is no finding that they lack it.
  void drop_files_without_the_job() {
    const auto lacks_it = [](const FileReport& file) {
      return !file.has_jobs && file.diagnostics.size() == 1 && file.diagnostics.front().rule == "no-such-job";
    };
    if (std::none_of(reports_.begin(), reports_.end(), [](const FileReport& file) { return file.has_jobs; })) return;
    std::erase_if(reports_, lacks_it);
  }

  void add_unused_ignores() {
    // Findings of other jobs were not looked for.
    if (options_.config.job) return;
    const Readers readers(reports_);
    for (FileReport& file : reports_) {
      for (const IgnoredRule& rule : unused_ignores(file, readers)) {
        lang::Diagnostic d = unused_ignore(rule);
        const auto project = projects_->of(d.span.file);
        const RuleChoice choice = combined(project ? (*project)->rules_for(d.span.file) : RuleChoice{}, choice_);
        if (!choice.wants(d)) continue;
        if (choice.strict) d.severity = lang::Severity::error;
        file.diagnostics.push_back(std::move(d));
      }
      lang::sort_and_deduplicate(file.diagnostics);
    }
  }

  int tell() {
    lang::Diagnostics all;
    lang::Summary summary;
    summary.files = static_cast<int>(files_.size());
    for (const FileReport& file : reports_) {
      summary.jobs += file.jobs;
      summary.ignored += file.ignored;
      all.insert(all.end(), file.diagnostics.begin(), file.diagnostics.end());
    }
    const std::string text = rendered(all, summary);
    context_.out.write(text);
    context_.out.flush();
    // Where both are seen together.
    if (!text.empty() && context_.out.terminal() && context_.err.terminal()) say(context_, "");
    for (const FileReport& file : reports_) {
      if (!file.hermetic_inputs.empty())
        say(context_, hermetic_line(file.file, file.hermetic_inputs, file.hermetic_result));
    }
    const std::string line = lang::summary_line(all, summary);
    const bool errors = lang::has_errors(all);
    say(context_, errors ? context_.err_style().red(line) : line);

    const auto any = [&](auto property) { return std::any_of(reports_.begin(), reports_.end(), property); };
    if (any([](const FileReport& file) { return file.bug; })) return static_cast<int>(lang::ErrorClass::internal);
    if (any([](const FileReport& file) { return !file.has_jobs && !file.settled; }))
      return static_cast<int>(lang::ErrorClass::no_jobs);
    return errors ? static_cast<int>(lang::ErrorClass::findings) : 0;
  }

  std::string rendered(const lang::Diagnostics& all, const lang::Summary& summary) {
    const std::string here = working_directory();
    if (options_.format == "json") return lang::render_json(all, summary, here);
    if (options_.format == "sarif") return lang::render_sarif(all, sarif_run());
    // Annotations are shown at files of the repository, wherever in it one stands.
    if (options_.format == "github")
      return lang::render_github(all, context_.environment("GITHUB_WORKSPACE").value_or(here));
    if (options_.format == "junit") {
      std::vector<lang::CheckedFile> files;
      for (const FileReport& file : reports_) files.push_back({file.file, file.jobs, file.diagnostics});
      return lang::render_junit(files, here);
    }
    FileSources sources;
    if (stdin_text_) sources.add(options_.stdin_name, *stdin_text_);
    return lang::render_text(all, sources, {context_.out.colour(), here});
  }

  lang::SarifRun sarif_run() const {
    lang::SarifRun run;
    run.version = context_.program.version;
    run.root = projects_->common_root().string();
    for (const FileToCheck& file : files_) {
      if (run.rule_pages.empty() && file.project->file) run.rule_pages = file.project->file->rule_pages;
    }
    for (const schema::RuleInfo& rule : schema::rule_index())
      run.rules.push_back({rule.id, rule.severity, rule.summary});
    return run;
  }

  const ValidateOptions& options_;
  Context& context_;
  std::vector<ListedFile> listed_;
  std::vector<FileToCheck> files_;  // beside listed_
  std::optional<std::string> stdin_text_;
  std::optional<Projects> projects_;
  RuleChoice choice_;
  std::vector<FileReport> reports_;
  std::size_t checked_ = 0;
};

}  // namespace

int run_config_validate(const ValidateOptions& options, Context& context) {
  return Validation(options, context).run();
}

}  // namespace borealis::client
