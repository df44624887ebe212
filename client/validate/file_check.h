// Checking one file: evaluation, rules, and what the author and the project want to hear of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/commands/options.h"
#include "client/context.h"
#include "client/validate/ignore_comments.h"
#include "client/validate/projects.h"
#include "lang/diagnostic.h"

namespace borealis::client {

struct FileToCheck {
  std::string path;                 // as reports name it
  std::optional<std::string> text;  // of standard input
  const Project* project = nullptr;
};

struct FileReport {
  std::string file;
  lang::Diagnostics diagnostics;     // those that are wanted, in order of place
  bool has_jobs = false;             // a list of jobs could be had
  bool sets_no_jobs = false;         // as in schema::Session::Outcome
  bool settled = false;              // it needs no list of jobs (includes.h)
  bool bug = false;                  // the check did not come to its end
  int jobs = 0;                      // how many were checked
  int ignored = 0;                   // findings that comments or settings silenced
  std::vector<std::string> inputs;   // the files that were read
  std::vector<IgnoredRule> ignores;  // what the comments of these files name
  std::string hermetic_inputs = {};  // digests of a hermetic evaluation
  std::string hermetic_result = {};
};

FileReport check_file(const FileToCheck& file, const ConfigOptions& options, const RuleChoice& choice,
                      const std::vector<Cluster>& clusters, Context& context);

// What the command line chooses, on top of what the project chooses for the file.
RuleChoice combined(RuleChoice project, const RuleChoice& command_line);

// Takes out what ignore comments of the files silence, of warnings only when `errors` is false. Answers how many.
struct Silenced {
  int findings = 0;
  std::vector<IgnoredRule> rules;  // of all comments
  lang::Diagnostics problems;      // of the comments themselves
};
Silenced silence(lang::Diagnostics& findings, const FileToCheck& file, const std::vector<std::string>& inputs,
                 bool errors);

// A report on its way between processes.
std::string encode(const FileReport& report);
std::optional<FileReport> decode_report(std::string_view bytes);

}  // namespace borealis::client
