// Workflow commands of GitHub Actions: `::error file=...,line=...::message`.
#include "lang/render/render.h"
#include "lang/render/screen.h"
#include "lang/utf8.h"

namespace borealis::lang {

namespace {

std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const char c = text[at];
    const std::string_view piece = text.substr(at, point.size);
    at += point.size;
    // The log is shown by something that obeys colours.
    const bool shown_as_it_is = point.valid && (c == '\r' || c == '\n' || !is_obeyed(point.value));
    if (!shown_as_it_is) {
      out += escaped(shown(piece).text, property);
    } else if (c == '%') {
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
      out += piece;
    }
  }
  return out;
}

std::string place_of(const Span& span, const std::string& directory) {
  std::string out = "file=" + escaped(path_from(span.file, directory), true);
  if (span.line == 0) return out;
  out += ",line=" + std::to_string(span.line);
  if (span.end_line > 0) out += ",endLine=" + std::to_string(span.end_line);
  // Columns are only understood within one line; theirs includes the last one.
  const bool one_line = span.end_line == span.line;
  if (span.column > 0) out += ",col=" + std::to_string(span.column);
  if (one_line && span.end_column > span.column) out += ",endColumn=" + std::to_string(span.end_column - 1);
  return out;
}

// A message of more lines than one shows them all; the place of a note can only be told as text.
void put(std::string& out, const Diagnostic& d, const std::string& directory) {
  out += d.severity == Severity::note ? "::notice " : d.severity == Severity::warning ? "::warning " : "::error ";
  if (d.span.known()) out += place_of(d.span, directory) + ",";
  out += "title=" + escaped(d.rule, true) + "::" + escaped(d.message, false);
  if (!d.hint.empty()) out += escaped("\n" + d.hint, false);
  const auto add_place = [&](const std::string& file, int line) {
    out += escaped(" (" + path_from(file, directory) + (line > 0 ? ":" + std::to_string(line) : "") + ")", false);
  };
  for (const Note& note : d.notes) {
    out += escaped("\nnote: " + note.message, false);
    if (note.span.known()) add_place(note.span.file, note.span.line);
  }
  for (const IncludeFrame& frame : d.includes) {
    out += escaped("\nincluded from here", false);
    add_place(frame.file, frame.line);
  }
  out += '\n';
}

}  // namespace

std::string render_github(const Diagnostics& diagnostics, const std::string& working_directory) {
  std::string out;
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    for (const Diagnostic& d : diagnostics) {
      if (d.severity == severity) put(out, d, working_directory);
    }
  }
  return out;
}

}  // namespace borealis::lang
