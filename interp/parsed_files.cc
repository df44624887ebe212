#include "interp/parsed_files.h"

#include <unordered_map>
#include <utility>

#include "interp/loader.h"

namespace borealis::interp {
namespace {

struct Parsed {
  std::string text;
  PyRef code;
};

// Never destroyed: it holds Python objects.
std::unordered_map<std::string, Parsed>& kept() {
  static auto* const files = new std::unordered_map<std::string, Parsed>;
  return *files;
}

}  // namespace

PyRef parse_file(const std::string& file, const std::string& text) {
  PyCompilerFlags flags = _PyCompilerFlags_INIT;
  flags.cf_flags = PyCF_IGNORE_COOKIE;
  return PyRef::steal(Py_CompileStringExFlags(text.c_str(), file.c_str(), Py_file_input, &flags, -1));
}

void keep_parsed(const std::string& file) {
  std::string text;
  if (Py_IsInitialized() == 0) return;
  if (kept().contains(file) || read_config(file, text) != 0 || text.find('\0') != std::string::npos) return;
  PyRef code = parse_file(file, text);
  PyErr_Clear();
  if (code) kept().emplace(file, Parsed{std::move(text), std::move(code)});
}

PyRef take_parsed(const std::string& file, const std::string& text) {
  const auto found = kept().find(file);
  if (found == kept().end() || found->second.text != text) return {};
  return std::move(found->second.code);
}

}  // namespace borealis::interp
