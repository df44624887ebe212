#include "interp/syntax_errors.h"

#include <algorithm>
#include <optional>
#include <regex>
#include <string_view>

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
  if (says(kForgottenComma)) return "a comma may be missing here";
  return {};
}

bool is_expression(std::string_view text) {
  PyCompilerFlags flags = {PyCF_ONLY_AST, PY_MINOR_VERSION};
  const std::string whole = "(" + std::string(text) + "\n)";
  const PyRef parsed = PyRef::steal(Py_CompileStringExFlags(whole.c_str(), "", Py_eval_input, &flags, -1));
  PyErr_Clear();
  return bool(parsed);
}

constexpr std::string_view kBlanks = " \t\r\n";

// An expression without the comments behind it.
std::string_view without_comments(std::string_view text) {
  for (;;) {
    text = text.substr(0, text.find_last_not_of(kBlanks) + 1);
    const std::size_t line = text.find_last_of("\r\n") + 1;  // npos + 1: the only line
    std::size_t mark = text.find('#', line);
    while (mark != std::string_view::npos && !is_expression(text.substr(0, mark))) mark = text.find('#', mark + 1);
    if (mark == std::string_view::npos) return text;
    text = text.substr(0, mark);
  }
}

// CPython shows two expressions without anything between them, from the first to the second. Where the first one ends
// is where the comma belongs.
std::optional<lang::Span> place_of_comma(const SourceText& source, const std::string& file, const Position& at) {
  constexpr int kMostTried = 200;
  const ByteRange both{at.line, source.byte_column(at.line, at.column), at.end_line,
                       source.byte_column(at.end_line, at.end_column)};
  const std::string_view text = source.slice(both);
  int tried = 0;
  for (std::size_t end = text.find_last_of(kBlanks); end != std::string_view::npos && end > 0 && tried < kMostTried;
       end = text.find_last_of(kBlanks, end - 1)) {
    ++tried;
    if (!is_expression(text.substr(0, end))) continue;
    const std::size_t length = without_comments(text.substr(0, end)).size();
    lang::Span span = source.span(file, source.range_of(source.offset_of(both.line, both.column) + length, 0));
    ++span.end_column;
    return span;
  }
  return std::nullopt;
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
  if (diagnostic.hint.empty()) diagnostic.hint = hint_for(message);
  diagnostic.span = comma.value_or(
      lang::Span{file, std::max(at.line, 1), std::max(at.column, 1), std::max(at.end_line, 1), at.end_column});
  return diagnostic;
}

}  // namespace borealis::interp
