// Executing a config (language.md §16, §17): one namespace, `include`, JSON configs.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "interp/python.h"
#include "lang/diagnostic.h"

namespace borealis::interp {

class Loader {
 public:
  // `root_file` as the user wrote it; `text` stands in its place when it is given.
  explicit Loader(std::string root_file, std::optional<std::string> text = {});
  Loader(const Loader&) = delete;
  Loader& operator=(const Loader&) = delete;
  ~Loader();

  // Makes a fresh namespace and executes the root file in it. False: a Python exception is set.
  [[nodiscard]] bool run();
  // The same for a JSON config: every element of `jobs` becomes a Job, other keys stay in the namespace.
  [[nodiscard]] bool run_json();

  // Why the root file could not be read (an errno); 0 when it could.
  int root_error() const { return root_error_; }

  // The namespace of the last run; null before.
  PyObject* globals() const { return globals_.get(); }

 private:
  bool prepare_namespace();
  bool execute(const std::string& file, const std::string& text, std::vector<lang::IncludeFrame> includes);
  bool read_root(std::string& text);
  PyObject* include(PyObject* args);
  static PyObject* include_entry(PyObject* self, PyObject* args);

  std::string root_file_;
  std::optional<std::string> root_text_;
  PyRef globals_;
  PyRef capsule_;
  int root_error_ = 0;
  // What is being executed, outermost first. A function of an included file that calls include() later resolves it
  // against the file executing then (language.md §16.3).
  std::vector<std::pair<std::string, std::vector<lang::IncludeFrame>>> executing_;
};

// The text of a config file, without a byte order mark. 0, or the error number.
int read_config(const std::string& path, std::string& text);

// Whether include() raised this OSError, not the config.
bool is_include_error(PyObject* exception);

// A file that could not be read: `unreadable-file`, with the reason as the system words it.
lang::Diagnostic unreadable_file(const std::string& file, int error);

}  // namespace borealis::interp
