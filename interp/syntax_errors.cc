#include "interp/syntax_errors.h"

#include <algorithm>
#include <optional>
#include <regex>
#include <string_view>
#include <vector>

#include "interp/blanker.h"
#include "interp/python2.h"
#include "interp/site_table.h"
#include "interp/source.h"

namespace borealis::interp {
namespace {

constexpr const char* kForgottenComma = "Perhaps you forgot a comma";

struct Position {
  int line = 0;
  int column = 0;
  int end_line = 0;
  int end_column = 0;
};

int number(PyObject* exception, const char* name) {
  const PyRef found = PyRef::steal(PyObject_GetAttrString(exception, name));
  if (!found) PyErr_Clear();
  return found && PyLong_Check(found.get()) ? static_cast<int>(PyLong_AsLong(found.get())) : 0;
}

std::string text(PyObject* exception, const char* name) {
  const PyRef found = PyRef::steal(PyObject_GetAttrString(exception, name));
  const char* utf8 = found && PyUnicode_Check(found.get()) ? PyUnicode_AsUTF8(found.get()) : nullptr;
  PyErr_Clear();
  return utf8 == nullptr ? std::string() : std::string(utf8);
}

// The run of this file that began last.
int run_of(const std::string& file) {
  for (int run = file_run_count() - 1; run >= 0; --run) {
    if (file_run(run).file == file) return run;
  }
  return -1;
}

// The rest of a file's Python 2. A file has a few of each kind or very many; a few tell what is to be done.
lang::Diagnostics other_python2(const SourceText& source, const std::string& file, int known_line) {
  constexpr std::size_t most = 20;
  lang::Diagnostics found;
  for (auto& [line, old] : find_python2(source)) {
    if (line == known_line || found.size() == most) continue;
    lang::Diagnostic each;
    each.rule = "python2-syntax";
    each.message = std::move(old.message);
    each.hint = std::move(old.hint);
    each.span = {file, line, old.column, line, old.end_column};
    found.push_back(std::move(each));
  }
  return found;
}

// CPython puts backslash-free ASCII apostrophes round tokens; ours are backticks.
std::string reworded(const std::string& message) {
  static const std::regex quoted("'([^']{1,40})'");
  return std::regex_replace(message, quoted, "`$1`");
}

std::string hint_for(const std::string& message) {
  const auto says = [&](const char* part) { return message.find(part) != std::string::npos; };
  if (says("keyword argument repeated")) return "the field is given twice in this call: keep one of the two";
  if (says("invalid character")) return "use plain quotes and ASCII punctuation; it may have been pasted from a page";
  if (says("unterminated triple-quoted")) return "close the text with the same three quotes that open it";
  if (says("unterminated string")) return "close the text before the end of the line, or use three quotes";
  if (says("was never closed")) return "close the bracket";
  if (says("inconsistent use of tabs")) return "indent with blanks only; Python 2 counted a tab as up to 8";
  if (says("unexpected indent") || says("unindent does not match")) return "indent the lines of one block alike";
  if (says("'return' outside function")) return "a config has no result to return: assign the list to `jobs`";
  if (says(kForgottenComma)) return "a comma may be missing";
  return {};
}

bool is_expression(std::string_view text) {
  PyCompilerFlags flags = {PyCF_ONLY_AST, PY_MINOR_VERSION};
  const std::string whole = "(" + std::string(text) + "\n)";
  const PyRef parsed = PyRef::steal(Py_CompileStringExFlags(whole.c_str(), "", Py_eval_input, &flags, -1));
  PyErr_Clear();
  return bool(parsed);
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\f';
}

// Where a part of `code` may end: behind what stands outside of brackets, texts and comments, before a blank.
std::vector<std::size_t> possible_ends(std::string_view code) {
  const SourceText lines(code);
  Blanker blanker;
  std::vector<std::size_t> ends;
  int depth = 0;
  for (int number = 1; number <= lines.line_count(); ++number) {
    const std::string line = blanker(lines.line(number));
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (std::string_view("([{").find(line[i]) != std::string_view::npos) ++depth;
      if (std::string_view(")]}").find(line[i]) != std::string_view::npos) --depth;
      const bool last = i + 1 == line.size() ? !blanker.in_text() : is_blank(line[i + 1]);
      if (depth == 0 && last && !is_blank(line[i]) && line[i] != '\\')
        ends.push_back(lines.offset_of(number, 0) + i + 1);
    }
  }
  return ends;
}

// CPython shows two expressions without anything between them, from the first to the second. Where the first one ends
// is where the comma belongs.
std::optional<lang::Span> place_of_comma(const SourceText& source, const std::string& file, const Position& at) {
  constexpr std::size_t kLongest = 64 << 10;
  constexpr std::size_t kMostTried = 20;
  const ByteRange both{at.line, source.byte_column(at.line, at.column), at.end_line,
                       source.byte_column(at.end_line, at.end_column)};
  const std::string_view code = source.slice(both);
  if (code.size() > kLongest) return std::nullopt;
  std::vector<std::size_t> ends = possible_ends(code);
  std::ranges::reverse(ends);  // the longest that is an expression
  if (ends.size() > kMostTried) ends.resize(kMostTried);
  const auto end =
      std::ranges::find_if(ends, [&](std::size_t length) { return is_expression(code.substr(0, length)); });
  if (end == ends.end()) return std::nullopt;
  lang::Span span = source.span(file, source.range_of(source.offset_of(both.line, both.column) + *end, 0));
  ++span.end_column;
  return span;
}

}  // namespace

lang::Diagnostic syntax_diagnostic(PyObject* exception, const std::string& root_file, lang::Diagnostics& more) {
  lang::Diagnostic diagnostic;
  diagnostic.rule = "syntax-error";
  std::string message = text(exception, "msg");
  Position at{number(exception, "lineno"), number(exception, "offset"), number(exception, "end_lineno"),
              number(exception, "end_offset")};
  std::string file = text(exception, "filename");
  if (file.empty() || file == "<string>") file = root_file;
  const int run = run_of(file);
  std::optional<lang::Span> comma;
  if (run >= 0) {
    diagnostic.includes = file_run(run).includes;
    const SourceText source(file_run(run).text);
    if (at.line > source.line_count()) at.line = source.line_count();
    if (auto old = recognize_python2(source, message, at.line, at.column)) {
      diagnostic.rule = "python2-syntax";
      message = old->message;
      diagnostic.hint = old->hint;
      at = {at.line, old->column, at.line, old->end_column};
      more = other_python2(source, file, at.line);
      for (lang::Diagnostic& each : more) each.includes = diagnostic.includes;
    }
    if (message.find(kForgottenComma) != std::string::npos) comma = place_of_comma(source, file, at);
  }
  if (at.end_line < at.line || at.end_column <= 0 || (at.end_line == at.line && at.end_column <= at.column)) {
    at.end_line = at.line;
    at.end_column = at.column + 1;
  }
  diagnostic.message = reworded(message);
  if (diagnostic.hint.empty()) diagnostic.hint = comma ? "a comma may be missing here" : hint_for(message);
  diagnostic.span = comma.value_or(
      lang::Span{file, std::max(at.line, 1), std::max(at.column, 1), std::max(at.end_line, 1), at.end_column});
  return diagnostic;
}

}  // namespace borealis::interp
