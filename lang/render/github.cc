// Workflow commands of GitHub Actions: `::error file=...,line=...::message`.
#include "lang/render/render.h"

namespace borealis::lang {

namespace {

std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (char c : text) {
    if (c == '%') {
      out += "%25";
    } else if (c == '\r') {
      out += "%0D";
    } else if (c == '\n') {
      out += "%0A";
    } else if (property && c == ':') {
      out += "%3A";
    } else if (property && c == ',') {
      out += "%2C";
    } else {
      out += c;
    }
  }
  return out;
}

std::string place_of(const Span& span, const std::string& directory) {
  std::string out = "file=" + escaped(shown_path(span.file, directory), true);
  if (span.line == 0) return out;
  out += ",line=" + std::to_string(span.line);
  if (span.end_line > 0) out += ",endLine=" + std::to_string(span.end_line);
  // Columns are only understood within one line; theirs includes the last one.
  const bool one_line = span.end_line == span.line;
  if (span.column > 0) out += ",col=" + std::to_string(span.column);
  if (one_line && span.end_column > span.column) out += ",endColumn=" + std::to_string(span.end_column - 1);
  return out;
}

}  // namespace

std::string render_github(const Diagnostics& diagnostics, const std::string& working_directory) {
  std::string out;
  for (const Diagnostic& d : diagnostics) {
    out += d.severity == Severity::note ? "::notice " : d.severity == Severity::warning ? "::warning " : "::error ";
    if (d.span.known()) out += place_of(d.span, working_directory) + ",";
    out += "title=" + escaped(d.rule, true) + "::" + escaped(d.message, false);
    if (!d.hint.empty()) out += escaped("\n" + d.hint, false);
    for (const Note& note : d.notes) {
      out += escaped("\nnote: " + note.message, false);
      if (!note.span.known()) continue;
      out += escaped(" (" + shown_path(note.span.file, working_directory) + ":" + std::to_string(note.span.line) + ")",
                     false);
    }
    out += '\n';
  }
  return out;
}

}  // namespace borealis::lang
