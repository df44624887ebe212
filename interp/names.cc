#include "interp/names.h"

#include <unistd.h>

#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "lang/suggest.h"

namespace borealis::interp {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 18> kForeignNames = {{
    {"true", "Python writes `True`"},
    {"false", "Python writes `False`"},
    {"null", "Python writes `None`; leave a field out to leave it unset"},
    {"none", "Python writes `None`; leave a field out to leave it unset"},
    {"nil", "Python writes `None`; leave a field out to leave it unset"},
    {"xrange", "Python 3 has only `range`"},
    {"unicode", "in Python 3 every `str` is Unicode: use `str`"},
    {"basestring", "in Python 3 use `str`"},
    {"long", "in Python 3 every `int` is long: use `int`"},
    {"raw_input", "Python 3 calls it `input`"},
    {"unichr", "Python 3 calls it `chr`"},
    {"cmp", "Python 3 has no `cmp`; write `(a > b) - (a < b)`"},
    {"reduce", "in Python 3: `from functools import reduce`"},
    {"execfile", "use `include('FILE')`"},
    {"reload", "in Python 3: `from importlib import reload`"},
    {"file", "Python 3 has only `open`"},
    {"export", "`export` belongs to Thermos configs; here put jobs into the list `jobs`"},
    {"__file__", "a config has no `__file__`; `include` takes paths relative to the file it stands in"},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kForeignAttributes = {{
    {"has_key", "Python 3 writes `key in mapping`"},
    {"iteritems", "Python 3 has only `items`"},
    {"iterkeys", "Python 3 has only `keys`"},
    {"itervalues", "Python 3 has only `values`"},
    {"viewitems", "Python 3 has only `items`"},
    {"viewkeys", "Python 3 has only `keys`"},
    {"viewvalues", "Python 3 has only `values`"},
    {"decode", "in Python 3 a text is Unicode already: leave `decode` out"},
}};

void add_names(PyObject* iterable, std::vector<std::string>& names) {
  const PyRef sequence = PyRef::steal(PySequence_List(iterable));
  if (!sequence) {
    PyErr_Clear();
    return;
  }
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(sequence.get()); ++i) {
    PyObject* item = PyList_GET_ITEM(sequence.get(), i);
    const char* text = PyUnicode_Check(item) ? PyUnicode_AsUTF8(item) : nullptr;
    if (text == nullptr) {
      PyErr_Clear();
      continue;
    }
    if (std::string_view(text).starts_with("__")) continue;
    names.emplace_back(text);
  }
}

std::string did_you_mean(const std::string& name, const std::vector<std::string>& candidates) {
  const std::string nearest = lang::nearest(name, candidates);
  return nearest.empty() || nearest == name ? std::string() : "did you mean `" + nearest + "`?";
}

}  // namespace

std::string hint_for_name(const std::string& name, PyObject* globals) {
  for (const auto& [foreign, hint] : kForeignNames) {
    if (foreign == name) return std::string(hint);
  }
  std::vector<std::string> names;
  if (globals != nullptr) add_names(globals, names);
  if (PyObject* builtins = PyEval_GetBuiltins(); builtins != nullptr) add_names(builtins, names);
  return did_you_mean(name, names);
}

std::string hint_for_attribute(const std::string& name, PyObject* object) {
  std::vector<std::string> names;
  if (object != nullptr) {
    const PyRef attributes = PyRef::steal(PyObject_Dir(object));
    if (attributes) add_names(attributes.get(), names);
    PyErr_Clear();
    const PyRef fields = PyRef::steal(PyObject_GetAttrString(object, "TYPEMAP"));
    if (fields) add_names(fields.get(), names);
    PyErr_Clear();
  }
  for (const auto& [foreign, hint] : kForeignAttributes) {
    if (foreign == name) return std::string(hint);
  }
  return did_you_mean(name, names);
}

std::string hint_for_module(const std::string& module, const std::string& file) {
  const std::size_t slash = file.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : file.substr(0, slash + 1);
  std::string path = module;
  for (char& c : path) c = c == '.' ? '/' : c;
  for (const char* suffix : {".aurora", ".py", ".mesos", ".thermos", ""}) {
    const std::string candidate = path + suffix;
    if (access((folder + candidate).c_str(), R_OK) != 0) continue;
    return "a config does not import from its own folder; write `include('" + candidate + "')`";
  }
  if (module == "aurora" || module.starts_with("apache") || module.starts_with("twitter")) {
    return "the names of the config language are there without an import";
  }
  return "only the standard library and `pystachio` can be imported; use `include('FILE')` for other config files";
}

std::string name_like_jobs(PyObject* globals) {
  std::vector<std::string> names;
  for (const char* name : {"job", "Jobs", "JOBS", "jobs_", "Job_list", "job_list", "all_jobs", "services", "service"}) {
    if (PyDict_GetItemString(globals, name) != nullptr) return name;
  }
  return {};
}

}  // namespace borealis::interp
