#include "interp/names.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "interp/python2_names.h"
#include "interp/values.h"
#include "lang/suggest.h"

namespace borealis::interp {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kForeignNames = {{
    {"true", "Python writes `True`"},
    {"false", "Python writes `False`"},
    {"null", "Python writes `None`; leave a field out to leave it unset"},
    {"none", "Python writes `None`; leave a field out to leave it unset"},
    {"nil", "Python writes `None`; leave a field out to leave it unset"},
    {"exit", "a config ends at its last line: leave the call out, or raise an exception"},
    {"quit", "a config ends at its last line: leave the call out, or raise an exception"},
    {"execfile", "use `include('FILE')`"},
    {"export", "`export` belongs to Thermos configs; here put jobs into the list `jobs`"},
    {"__file__", "a config has no `__file__`; `include` takes paths relative to the file it stands in"},
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

bool is_standard_module(const std::string& name) {
  PyObject* known = PySys_GetObject("stdlib_module_names");  // borrowed
  const PyRef text = PyRef::steal(PyUnicode_FromString(name.c_str()));
  const bool is = known != nullptr && text && !name.starts_with('_') && PySequence_Contains(known, text.get()) == 1;
  PyErr_Clear();
  return is;
}

}  // namespace

std::string hint_for_name(const std::string& name, PyObject* globals) {
  for (const auto& [foreign, hint] : kForeignNames) {
    if (foreign == name) return std::string(hint);
  }
  if (std::string hint = python3_name(name); !hint.empty()) return hint;
  if (is_standard_module(name)) return "write `import " + name + "` first";
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
  if (object != nullptr && PyModule_Check(object)) {
    const char* module = PyModule_GetName(object);
    if (module == nullptr) PyErr_Clear();
    if (std::string hint = python3_member(module == nullptr ? "" : module, name); !hint.empty()) return hint;
  } else if (object != nullptr && !is_value(object)) {
    if (std::string hint = python3_attribute(_PyType_Name(Py_TYPE(object)), name); !hint.empty()) return hint;
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
  if (std::string hint = python3_module(module); !hint.empty()) return hint;
  return "only the standard library and `pystachio` can be imported; use `include('FILE')` for other config files";
}

std::string hint_for_file(const std::string& file) {
  constexpr std::size_t kMostNames = 10'000;
  const std::size_t slash = file.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : file.substr(0, slash + 1);
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator each(folder.empty() ? "." : folder, error), end;
       !error && each != end && names.size() < kMostNames; each.increment(error)) {
    names.push_back(each->path().filename());
  }
  std::sort(names.begin(), names.end());
  const std::string near = lang::nearest(file.substr(folder.size()), names);
  return near.empty() || folder + near == file ? "" : "did you mean `" + folder + near + "`?";
}

std::string name_like_jobs(PyObject* globals) {
  std::vector<std::string> names;
  for (const char* name : {"job", "Jobs", "JOBS", "jobs_", "Job_list", "job_list", "all_jobs", "services", "service"}) {
    if (PyDict_GetItemString(globals, name) != nullptr) return name;
  }
  return {};
}

}  // namespace borealis::interp
