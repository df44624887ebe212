// Diagnostics as text: for people, and in the formats that other programs read. Pure functions: whoever calls them has
// located, sorted and counted before, and writes the result.
#pragma once

#include <string>
#include <string_view>

#include "lang/diagnostic.h"
#include "lang/render/source_reader.h"

namespace borealis::lang {

// What was checked. Errors and warnings are counted from the diagnostics.
struct Summary {
  int files = 0;
  int jobs = 0;
  int ignored = 0;  // findings that the author or the project did not want to hear of
};

// One file that was checked, with what was found.
struct CheckedFile {
  std::string file;
  int jobs = 0;
  Diagnostics diagnostics;
};

// What is known of a rule besides its findings.
struct RuleText {
  std::string id;
  Severity severity = Severity::error;
  std::string summary;  // one line
};

struct TextStyle {
  bool color = false;
  // Absolute; files below it are shown relative to it. Empty: files are shown as they are.
  std::string working_directory;
};

// A file as reports show it: relative to the working directory when below it, without `./` and `x/..`.
std::string shown_path(const std::string& file, const std::string& working_directory);

// The same from another directory: what is relative is so to the working directory.
std::string path_from(const std::string& file, const std::string& directory);

// For a terminal or a log: each finding with an excerpt of the source, its notes, and the include stack. Ends with a
// line break unless there is nothing to say. Control characters of messages and sources never reach the terminal.
std::string render_text(const Diagnostics& diagnostics, SourceReader& sources, const TextStyle& style);
// "2 errors, 1 warning in 3 jobs of 4 files (5 ignored)"
std::string summary_line(const Diagnostics& diagnostics, const Summary& summary);

// {"diagnostics": [...], "summary": {...}}: every key always there, unknown positions null.
std::string render_json(const Diagnostics& diagnostics, const Summary& summary, const std::string& working_directory);
struct SarifRun {
  std::string version;          // the program's
  std::string root;             // absolute; files below it are named relative to %SRCROOT%
  std::string rule_pages;       // a URI that a rule's id and ".md" are put behind; empty: there is none
  std::vector<RuleText> rules;  // those of others have no description
};
// SARIF 2.1.0.
std::string render_sarif(const Diagnostics& diagnostics, const SarifRun& run);
// Workflow commands of GitHub Actions, one a line: errors first, for only the first ones of a step are shown. Files are
// shown relative to `directory`.
std::string render_github(const Diagnostics& diagnostics, const std::string& directory);
// A test suite a file: a failed test case an error, warnings as output of a passed one; a file without errors has one
// passed test case at least.
std::string render_junit(const std::vector<CheckedFile>& files, const std::string& working_directory);

const char* severity_name(Severity severity);

}  // namespace borealis::lang
