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
};

struct TextStyle {
  bool color = false;
  // Absolute; files below it are shown relative to it. Empty: files are shown as they are.
  std::string working_directory;
};

// A file as reports show it: relative to the working directory when below it, without `./` and `x/..`.
std::string shown_path(const std::string& file, const std::string& working_directory);

// For a terminal or a log: each finding with an excerpt of the source, its notes, and the include stack. Ends with a
// line break unless there is nothing to say. Control characters of messages and sources never reach the terminal.
std::string render_text(const Diagnostics& diagnostics, SourceReader& sources, const TextStyle& style);
// "2 errors, 1 warning in 3 jobs"
std::string summary_line(const Diagnostics& diagnostics, const Summary& summary);

// {"diagnostics": [...], "summary": {...}}: every key always there, unknown positions null.
std::string render_json(const Diagnostics& diagnostics, const Summary& summary, const std::string& working_directory);
// SARIF 2.1.0. `version` is the program's.
std::string render_sarif(const Diagnostics& diagnostics, std::string_view version,
                         const std::string& working_directory);
// Workflow commands of GitHub Actions, one a line.
std::string render_github(const Diagnostics& diagnostics, const std::string& working_directory);
// One test suite: a failed test case an error, warnings as output of a passed one.
std::string render_junit(const Diagnostics& diagnostics, const Summary& summary, const std::string& working_directory);

const char* severity_name(Severity severity);

}  // namespace borealis::lang
