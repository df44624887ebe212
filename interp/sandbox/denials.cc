#include "interp/sandbox/denials.h"

#include <cerrno>

#include "interp/sandbox/places.h"
#include "interp/sandbox/sandbox.h"

namespace borealis::interp {
namespace {

constexpr int kLongestChain = 8;

PyRef attribute(PyObject* object, const char* name) {
  PyRef found = PyRef::steal(PyObject_GetAttrString(object, name));
  if (!found) PyErr_Clear();
  return found;
}

std::string text_of(PyObject* object) {
  const PyRef text = PyRef::steal(object == nullptr || object == Py_None ? nullptr : PyObject_Str(object));
  const char* utf8 = text ? PyUnicode_AsUTF8(text.get()) : nullptr;
  if (utf8 == nullptr) PyErr_Clear();
  return utf8 == nullptr ? std::string() : std::string(utf8);
}

std::string roots_text(const schema::SandboxOptions& sandbox) {
  std::string text;
  for (const std::string& root : sandbox.read_roots) text += (text.empty() ? "`" : ", `") + root + "`";
  return text;
}

std::string reading_hint(const schema::SandboxOptions& sandbox) {
  return "the sandbox lets a config read below " + roots_text(sandbox) + " only; --sandbox-read adds a directory";
}

constexpr const char* kNetworkHint = "the sandbox forbids the network";
constexpr const char* kThreadHint = "the sandbox forbids threads and processes";
constexpr const char* kWritingHint = "the sandbox forbids writing";
constexpr const char* kOtherHint =
    "the sandbox forbids the network, processes, threads, signals and changes of the system";

std::string hint_for_os_error(PyObject* exception, const schema::SandboxOptions& sandbox) {
  const PyRef number = attribute(exception, "errno");
  const long error = number && PyLong_Check(number.get()) ? PyLong_AsLong(number.get()) : 0;
  PyErr_Clear();
  const PyRef name = attribute(exception, "filename");
  const std::string file = name ? text_of(name.get()) : std::string();
  if (error == EACCES)
    return file.empty() || is_below(file, sandbox.read_roots) ? std::string() : reading_hint(sandbox);
  if (error == EPERM) return file.empty() ? kOtherHint : kWritingHint;
  if (error == EMFILE) return "the sandbox lets a config have 128 files open";
  return {};
}

std::string hint_for(PyObject* exception, const schema::SandboxOptions& sandbox) {
  const std::string type = Py_TYPE(exception)->tp_name;
  if (type.ends_with("gaierror")) return kNetworkHint;
  if (PyErr_GivenExceptionMatches(exception, PyExc_OSError)) return hint_for_os_error(exception, sandbox);
  if (PyErr_GivenExceptionMatches(exception, PyExc_RuntimeError) &&
      text_of(exception).find("can't start new thread") != std::string::npos) {
    return kThreadHint;
  }
  return {};
}

}  // namespace

Denial denial_behind(PyObject* exception) {
  const schema::SandboxOptions* sandbox = active_sandbox();
  if (sandbox == nullptr) return {};
  PyRef at = PyRef::steal(Py_XNewRef(exception));
  for (int step = 0; at && at.get() != Py_None && step < kLongestChain; ++step) {
    if (PyExceptionInstance_Check(at.get()) == 0) return {};
    if (std::string hint = hint_for(at.get(), *sandbox); !hint.empty()) return {step == 0, std::move(hint)};
    PyRef next;
    for (const char* name : {"reason", "__cause__", "__context__"}) {
      PyRef found = attribute(at.get(), name);
      if (next || !found || PyExceptionInstance_Check(found.get()) == 0) continue;
      next = std::move(found);
    }
    at = std::move(next);
  }
  return {};
}

std::string denial_of_reading(const std::string& file, int error) {
  const schema::SandboxOptions* sandbox = active_sandbox();
  if (sandbox == nullptr || error != EACCES || is_below(file, sandbox->read_roots)) return {};
  return reading_hint(*sandbox);
}

}  // namespace borealis::interp
