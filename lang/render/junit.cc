// JUnit's XML: what every build server shows.
#include "lang/render/render.h"
#include "lang/utf8.h"

namespace borealis::lang {

namespace {

// Characters that XML 1.0 can't carry come out as `?`.
std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const std::string_view piece = text.substr(at, point.size);
    at += point.size;
    const char32_t c = point.value;
    const bool carried = point.valid && (c >= 0x20 || c == '\t' || c == '\n' || c == '\r') && c != 0xfffe &&
                         c != 0xffff && (c < 0xd800 || c > 0xdfff);
    if (!carried) {
      out += '?';
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (c == '\n') {
      out += "&#10;";
    } else {
      out += piece;
    }
  }
  return out;
}

std::string place_of(const Span& span, const std::string& directory) {
  if (!span.known()) return "config";
  std::string out = shown_path(span.file, directory);
  if (span.line > 0) out += ":" + std::to_string(span.line);
  if (span.column > 0) out += ":" + std::to_string(span.column);
  return out;
}

std::string details(const Diagnostic& d, const std::string& directory) {
  std::string out = d.message;
  if (!d.hint.empty()) out += "\n" + d.hint;
  for (const Note& note : d.notes) out += "\nnote: " + note.message + " (" + place_of(note.span, directory) + ")";
  return out;
}

void put_case(std::string& out, const Diagnostic& d, const std::string& directory) {
  const std::string file = d.span.known() ? shown_path(d.span.file, directory) : "config";
  out += "    <testcase classname=\"" + escaped(file) + "\" name=\"" +
         escaped(d.rule + " at " + place_of(d.span, directory)) + "\">\n";
  if (d.severity == Severity::error) {
    out += "      <failure type=\"" + escaped(d.rule) + "\" message=\"" + escaped(d.message) + "\">" +
           escaped(details(d, directory)) + "</failure>\n";
  } else {
    out += "      <system-out>" + escaped(details(d, directory)) + "</system-out>\n";
  }
  out += "    </testcase>\n";
}

}  // namespace

std::string render_junit(const Diagnostics& diagnostics, const Summary& summary, const std::string& working_directory) {
  const int errors = count(diagnostics, Severity::error);
  // Without findings one passed test says that there was a check.
  const std::size_t tests = diagnostics.empty() ? 1 : diagnostics.size();
  const std::string totals = " tests=\"" + std::to_string(tests) + "\" failures=\"" + std::to_string(errors) + "\"";
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += "<testsuites" + totals + ">\n  <testsuite name=\"borealis config validate\"" + totals + " errors=\"0\">\n";
  for (const Diagnostic& d : diagnostics) put_case(out, d, working_directory);
  if (diagnostics.empty()) {
    out += "    <testcase classname=\"config\" name=\"" + escaped(summary_line(diagnostics, summary)) + "\"/>\n";
  }
  out += "  </testsuite>\n</testsuites>\n";
  return out;
}

}  // namespace borealis::lang
