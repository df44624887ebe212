// What a check has to say. Diagnostics are data: they are formatted once, at the edge (lang/render/).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lang/site.h"

namespace borealis::lang {

enum class Severity : std::uint8_t { note, warning, error };

struct Note {
  std::string message;
  Span span;    // unknown: none, or not yet located
  Place place;  // located by locate_all() when `span` is unknown
};

// A replacement of source text that would mend the finding.
struct Fix {
  Span span;
  std::string text;
};

// `rule` is a stable kebab-case id. Messages are one sentence that names the field and the value, without a full stop
// and without source lines; names the author wrote stand in backticks. `hint` says what to do.
struct Diagnostic {
  std::string rule;
  Severity severity = Severity::error;
  std::string message;
  Span span;
  Place place;       // located by locate_all() when `span` is unknown
  std::string path;  // of the value: `jobs[2].task.processes[0].cmdline`; empty when there is none
  std::string hint;
  std::vector<Note> notes;
  std::vector<IncludeFrame> includes;
  std::optional<Fix> fix;
};

using Diagnostics = std::vector<Diagnostic>;

bool has_errors(const Diagnostics& diagnostics);
int count(const Diagnostics& diagnostics, Severity severity);

// Fills in the spans (of diagnostics and notes) and include stacks that are not yet known.
void locate_all(Diagnostics& diagnostics, Locator& locator);

// Orders by file, line, column, then severity (errors first) and rule; drops exact repetitions.
void sort_and_deduplicate(Diagnostics& diagnostics);

}  // namespace borealis::lang
