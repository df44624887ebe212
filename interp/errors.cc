#include "interp/errors.h"

#include <algorithm>
#include <cstring>
#include <set>
#include <utility>
#include <vector>

#include "interp/limits.h"
#include "interp/loader.h"
#include "interp/names.h"
#include "interp/passes.h"
#include "interp/python2.h"
#include "interp/python2_names.h"
#include "interp/sandbox/denials.h"
#include "interp/site_table.h"
#include "interp/source.h"
#include "interp/syntax_errors.h"

namespace borealis::interp {
namespace {

constexpr std::size_t kMaxText = 500;
constexpr std::size_t kMaxFrames = 6;

std::string cut(std::string text) {
  if (const std::size_t end = text.find('\n'); end != std::string::npos) text.resize(end);
  if (text.size() <= kMaxText) return text;
  std::size_t end = kMaxText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

std::string str(PyObject* object) {
  if (object == nullptr) return {};
  const PyRef text = PyRef::steal(PyObject_Str(object));
  const char* utf8 = text ? PyUnicode_AsUTF8(text.get()) : nullptr;
  if (utf8 == nullptr) PyErr_Clear();
  return utf8 == nullptr ? std::string() : std::string(utf8);
}

std::string text_attribute(PyObject* object, const char* name) {
  const PyRef found = PyRef::steal(PyObject_GetAttrString(object, name));
  if (!found) PyErr_Clear();
  return found && PyUnicode_Check(found.get()) ? str(found.get()) : std::string();
}

std::string class_name(PyObject* type) {
  const char* name = reinterpret_cast<PyTypeObject*>(type)->tp_name;
  const char* dot = std::strrchr(name, '.');
  return dot == nullptr ? name : dot + 1;
}

// The user frames of a traceback, innermost first, each instruction once.
std::vector<lang::SiteId> user_sites(PyObject* traceback) {
  std::vector<lang::SiteId> sites;
  for (auto* tb = reinterpret_cast<PyTracebackObject*>(traceback); tb != nullptr; tb = tb->tb_next) {
    PyCodeObject* code = PyFrame_GetCode(tb->tb_frame);
    if (is_user_code(code)) sites.push_back(site_at(code, tb->tb_lasti));
    Py_DECREF(code);
  }
  std::reverse(sites.begin(), sites.end());
  // A file that is included again has other code at the same place.
  std::vector<lang::SiteId> distinct;
  std::set<std::pair<std::string, ByteRange>> seen;
  for (const lang::SiteId site : sites) {
    if (seen.insert(source_range(*find_site(site))).second) distinct.push_back(site);
  }
  return distinct;
}

std::string frame_name(lang::SiteId site) {
  const Site* found = find_site(site);
  if (found == nullptr || found->code == nullptr) return {};
  return str(found->code->co_name);
}

void add_frames(lang::Diagnostic& diagnostic, const std::vector<lang::SiteId>& sites) {
  for (std::size_t i = 1; i < sites.size() && i <= kMaxFrames; ++i) {
    const std::string callee = frame_name(sites[i - 1]);
    lang::Note note;
    note.message = callee.empty() || callee[0] == '<' ? "called from here" : "`" + callee + "` was called here";
    note.place.site = sites[i];
    diagnostic.notes.push_back(std::move(note));
  }
}

struct Exception {
  PyRef type;
  PyRef value;
  PyRef traceback;

  bool is(PyObject* wanted) const { return PyErr_GivenExceptionMatches(type.get(), wanted) != 0; }
};

Exception fetch() {
  PyObject* type = nullptr;
  PyObject* value = nullptr;
  PyObject* traceback = nullptr;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  return {PyRef::steal(type), PyRef::steal(value), PyRef::steal(traceback)};
}

std::string hint_for(const Exception& exception, const ExceptionContext& context, const std::string& file) {
  PyObject* value = exception.value.get();
  if (value == nullptr) return {};
  if (exception.is(PyExc_NameError)) return hint_for_name(text_attribute(value, "name"), context.globals);
  if (exception.is(PyExc_ModuleNotFoundError)) return hint_for_module(text_attribute(value, "name"), file);
  if (exception.is(PyExc_ImportError)) return hint_for_import(text_attribute(value, "name"), str(value));
  if (exception.is(PyExc_TypeError)) return hint_for_type_error(str(value));
  if (exception.is(PyExc_AttributeError)) {
    const PyRef object = PyRef::steal(PyObject_GetAttrString(value, "obj"));
    if (!object) PyErr_Clear();
    return hint_for_attribute(text_attribute(value, "name"), object.get());
  }
  if (exception.is(PyExc_RecursionError)) return "a function calls itself without an end, or a file includes itself";
  return {};
}

lang::Diagnostic exit_diagnostic(const Exception& exception) {
  lang::Diagnostic diagnostic;
  diagnostic.rule = "python-error";
  const PyRef code = PyRef::steal(PyObject_GetAttrString(exception.value.get(), "code"));
  if (!code) PyErr_Clear();
  const bool is_text = code && code.get() != Py_None && !PyLong_Check(code.get());
  diagnostic.message = "the config ended the evaluation with `sys.exit`";
  if (is_text) {
    diagnostic.message += ": " + cut(str(code.get()));
  } else if (code && code.get() != Py_None) {
    diagnostic.message += " (exited with status " + str(code.get()) + ")";
  }
  return diagnostic;
}

lang::Diagnostic plain_diagnostic(const Exception& exception) {
  lang::Diagnostic diagnostic;
  diagnostic.rule = "python-error";
  diagnostic.message = describe_exception(exception.type.get(), exception.value.get());
  return diagnostic;
}

void describe_include_error(const Exception& exception, lang::Diagnostic& diagnostic) {
  diagnostic.rule = "unreadable-file";
  const std::string file = text_attribute(exception.value.get(), "filename");
  const std::string reason = text_attribute(exception.value.get(), "strerror");
  if (file.empty() || reason.empty()) return;
  diagnostic.message = "`" + file + "` can't be read: " + reason;
  if (diagnostic.hint.empty()) diagnostic.hint = hint_for_file(file);
}

std::string file_of(lang::SiteId site, const ExceptionContext& context) {
  const Site* found = find_site(site);
  return found != nullptr && found->run >= 0 ? file_run(found->run).file : context.root_file;
}

// Python 2 that can be parsed and fails when it is executed.
std::optional<OldSpelling> old_spelling_at(lang::SiteId site, const Exception& exception) {
  const Site* found = find_site(site);
  if (found == nullptr || found->run < 0 || !exception.is(PyExc_TypeError)) return std::nullopt;
  const SourceText source(file_run(found->run).text);
  return recognize_python2_error(source, str(exception.value.get()), source_range(*found).second.line);
}

}  // namespace

std::string describe_exception(PyObject* type, PyObject* value) {
  const std::string name = class_name(type);
  std::string text = str(value);
  // str() of a KeyError is the repr of the key.
  if (PyErr_GivenExceptionMatches(type, PyExc_KeyError)) text = "there is no key " + text;
  // "[Errno 2] No such file ..." says no more with its number.
  if (text.starts_with("[Errno ")) {
    if (const std::size_t end = text.find("] "); end != std::string::npos) text.erase(0, end + 2);
  }
  return text.empty() ? name : name + ": " + cut(std::move(text));
}

Escaped take_exception(const ExceptionContext& context) {
  const Exception exception = fetch();
  Escaped escaped;
  const std::vector<lang::SiteId> sites = user_sites(exception.traceback.get());
  const lang::SiteId innermost = sites.empty() ? 0 : sites.front();
  lang::Diagnostic& diagnostic = escaped.diagnostic;
  if (auto refused = refusal_behind(exception.type.get(), str(exception.value.get()))) {
    diagnostic = std::move(*refused);
    escaped.refusal = true;
    if (!diagnostic.place.known()) diagnostic.place.site = innermost;
    return escaped;
  }
  if (auto exceeded = limit_diagnostic(exception.type.get(), context.limits)) {
    diagnostic = std::move(*exceeded);
    escaped.final = true;
  } else if (exception.is(PyExc_SyntaxError)) {
    diagnostic = syntax_diagnostic(exception.value.get(), context.root_file, escaped.more);
  } else if (exception.is(PyExc_SystemExit)) {
    diagnostic = exit_diagnostic(exception);
    escaped.final = true;
  } else {
    diagnostic = plain_diagnostic(exception);
    diagnostic.hint = hint_for(exception, context, file_of(innermost, context));
    if (Denial denial = denial_behind(exception.value.get()); !denial.hint.empty()) {
      diagnostic.hint = std::move(denial.hint);
      if (denial.direct) diagnostic.rule = "sandbox-denied";
    }
    if (is_include_error(exception.value.get())) describe_include_error(exception, diagnostic);
    if (auto old = old_spelling_at(innermost, exception)) {
      diagnostic.rule = "python2-syntax";
      diagnostic.message = std::move(old->message);
      diagnostic.hint = std::move(old->hint);
    }
  }
  if (diagnostic.span.known()) return escaped;
  diagnostic.place.site = innermost;
  if (innermost == 0) diagnostic.span = {context.root_file, 1, 1, 1, 1};
  add_frames(diagnostic, sites);
  return escaped;
}

}  // namespace borealis::interp
