#include "interp/parsed_files.h"

#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "interp/loader.h"

namespace borealis::interp {
namespace {

struct Parsed {
  std::string file;
  PyRef code;
};

// Never destroyed: they hold Python objects.
struct Kept {
  // By their whole texts: a file that is included by many names is parsed once.
  std::unordered_map<std::string, Parsed> by_text;
  std::unordered_set<std::string> files;
  // What gives the code of a module another file name.
  PyRef rename;
};

Kept& kept() {
  static auto* const all = new Kept;
  return *all;
}

PyRef find_rename() {
  const PyRef name = PyRef::steal(PyUnicode_FromString("_imp"));
  const PyRef module = PyRef::steal(name ? PyImport_GetModule(name.get()) : nullptr);
  return PyRef::steal(module ? PyObject_GetAttrString(module.get(), "_fix_co_filename") : nullptr);
}

bool renamed(const Parsed& parsed, const std::string& file) {
  if (parsed.file == file) return true;
  if (!kept().rename) return false;
  const PyRef done = PyRef::steal(PyObject_CallFunction(kept().rename.get(), "Os#", parsed.code.get(), file.data(),
                                                        static_cast<Py_ssize_t>(file.size())));
  if (!done) PyErr_Clear();
  return static_cast<bool>(done);
}

}  // namespace

PyRef parse_file(const std::string& file, const std::string& text) {
  PyCompilerFlags flags = _PyCompilerFlags_INIT;
  flags.cf_flags = PyCF_IGNORE_COOKIE;
  return PyRef::steal(Py_CompileStringExFlags(text.c_str(), file.c_str(), Py_file_input, &flags, -1));
}

void keep_parsed(const std::string& file) {
  std::string text;
  if (Py_IsInitialized() == 0 || !kept().files.insert(file).second) return;
  if (read_config(file, text) != 0 || text.find('\0') != std::string::npos) return;
  if (!kept().rename) kept().rename = find_rename();
  PyRef code = kept().by_text.contains(text) ? PyRef() : parse_file(file, text);
  PyErr_Clear();
  if (code) kept().by_text.emplace(std::move(text), Parsed{file, std::move(code)});
}

PyRef take_parsed(const std::string& file, const std::string& text) {
  const auto found = kept().by_text.find(text);
  if (found == kept().by_text.end() || !found->second.code || !renamed(found->second, file)) return {};
  return std::move(found->second.code);
}

}  // namespace borealis::interp
