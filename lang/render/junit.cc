// JUnit's XML: what every build server shows.
#include "lang/render/render.h"
#include "lang/render/screen.h"
#include "lang/utf8.h"

namespace borealis::lang {

namespace {

// Characters that XML 1.0 can't carry, or a terminal would obey, come out as `?`.
std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const std::string_view piece = text.substr(at, point.size);
    at += point.size;
    const char32_t c = point.value;
    const bool carried = point.valid && (!is_obeyed(c) || c == '\t' || c == '\n') && c != 0xfffe && c != 0xffff;
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

void put_case(std::string& out, const Diagnostic& d, const std::string& file, const std::string& directory) {
  out += "    <testcase classname=\"" + escaped(file) + "\" name=\"" +
         escaped(d.rule + " at " + place_of(d.span, directory)) + "\">\n";
  if (d.severity == Severity::error) {
    out += "      <failure type=\"" + escaped(d.rule) + "\" message=\"" + escaped(d.message) + "\">" +
           escaped(details(d, directory)) + "</failure>\n";
  } else {
    const std::string what = std::string(severity_name(d.severity)) + ": ";
    out += "      <system-out>" + escaped(what + details(d, directory)) + "</system-out>\n";
  }
  out += "    </testcase>\n";
}

std::string totals(std::size_t tests, int failures) {
  return " tests=\"" + std::to_string(tests) + "\" failures=\"" + std::to_string(failures) + "\" errors=\"0\"";
}

// A file without errors has a test case that says so.
bool has_case_of_its_own(const CheckedFile& file) {
  return !has_errors(file.diagnostics);
}

std::size_t cases_of(const CheckedFile& file) {
  return file.diagnostics.size() + (has_case_of_its_own(file) ? 1 : 0);
}

void put_suite(std::string& out, const CheckedFile& file, const std::string& directory) {
  const std::string name = escaped(shown_path(file.file, directory));
  out +=
      "  <testsuite name=\"" + name + "\"" + totals(cases_of(file), count(file.diagnostics, Severity::error)) + ">\n";
  if (has_case_of_its_own(file)) {
    out += "    <testcase classname=\"" + name + "\" name=\"" + std::to_string(file.jobs) +
           (file.jobs == 1 ? " job" : " jobs") + "\"/>\n";
  }
  for (const Diagnostic& d : file.diagnostics) put_case(out, d, shown_path(file.file, directory), directory);
  out += "  </testsuite>\n";
}

}  // namespace

std::string render_junit(const std::vector<CheckedFile>& files, const std::string& working_directory) {
  std::size_t tests = 0;
  int failures = 0;
  for (const CheckedFile& file : files) {
    tests += cases_of(file);
    failures += count(file.diagnostics, Severity::error);
  }
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += "<testsuites name=\"borealis config validate\"" + totals(tests, failures) + ">\n";
  for (const CheckedFile& file : files) put_suite(out, file, working_directory);
  out += "</testsuites>\n";
  return out;
}

}  // namespace borealis::lang
