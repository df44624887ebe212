#include "interp/interpreter.h"

#include <utility>

#include "interp/frozen.h"
#include "interp/python.h"

namespace borealis::interp {
namespace {

class Config {
 public:
  Config() { PyConfig_InitIsolatedConfig(&config_); }
  Config(const Config&) = delete;
  Config& operator=(const Config&) = delete;
  ~Config() { PyConfig_Clear(&config_); }

  PyConfig* operator->() { return &config_; }
  PyConfig* get() { return &config_; }

  // Every step fails for want of memory only; start() reports it.
  void set(wchar_t** member, const char* text) {
    if (!PyStatus_Exception(status_)) status_ = PyConfig_SetBytesString(&config_, member, text);
  }
  void add_path(const wchar_t* path) {
    if (!PyStatus_Exception(status_)) status_ = PyWideStringList_Append(&config_.module_search_paths, path);
  }
  PyStatus start() { return PyStatus_Exception(status_) ? status_ : Py_InitializeFromConfig(&config_); }

 private:
  PyConfig config_;
  PyStatus status_ = PyStatus_Ok();
};

lang::Error start_error(const PyStatus& status) {
  const std::string reason = status.err_msg == nullptr ? "unknown reason" : status.err_msg;
  return {lang::ErrorClass::internal,
          "the embedded Python did not start: " + reason,
          "the standard library is expected in " BOREALIS_PYTHON_STDLIB,
          {}};
}

// Frozen modules don't know where their files are; the other modules of their package are found there.
void place_encodings() {
  const PyRef package = PyRef::steal(PyImport_ImportModule("encodings"));
  const PyRef path = PyRef::steal(package ? PyObject_GetAttrString(package.get(), "__path__") : nullptr);
  const PyRef folder = PyRef::steal(PyUnicode_FromString(BOREALIS_PYTHON_STDLIB "/encodings"));
  if (path && folder && PyList_Check(path.get())) PyList_Append(path.get(), folder.get());
  for (const auto& [name, file] : {std::pair("encodings", "__init__.py"), std::pair("encodings.aliases", "aliases.py"),
                                   std::pair("encodings.utf_8", "utf_8.py")}) {
    PyObject* module = PyDict_GetItemString(PyImport_GetModuleDict(), name);
    const PyRef full = PyRef::steal(PyUnicode_FromFormat(BOREALIS_PYTHON_STDLIB "/encodings/%s", file));
    if (module != nullptr && full) PyObject_SetAttrString(module, "__file__", full.get());
  }
  PyErr_Clear();
}

}  // namespace

lang::Status start_interpreter(const std::string& file) {
  PyPreConfig pre;
  PyPreConfig_InitIsolatedConfig(&pre);
  pre.utf8_mode = 1;
  if (const PyStatus status = Py_PreInitialize(&pre); PyStatus_Exception(status)) return start_error(status);

  PyImport_FrozenModules = frozen_modules();
  Config config;
  config->site_import = 0;
  config->install_signal_handlers = 0;
  config->use_environment = 0;
  config->write_bytecode = 0;
  config->pathconfig_warnings = 0;
  config->parse_argv = 0;
  config->use_hash_seed = 1;
  config->hash_seed = 0;
  config->buffered_stdio = 0;  // what was printed is out, however the evaluation ends
  config->module_search_paths_set = 1;
  config.add_path(L"" BOREALIS_PYTHON_STDLIB);
  config.add_path(L"" BOREALIS_PYTHON_STDLIB "/lib-dynload");
  config.set(&config->stdlib_dir, BOREALIS_PYTHON_STDLIB);
  for (wchar_t** prefix : {&config->prefix, &config->exec_prefix, &config->base_prefix, &config->base_exec_prefix}) {
    config.set(prefix, "/usr");
  }
  config.set(&config->executable, "/usr/bin/python3");
  config.set(&config->base_executable, "/usr/bin/python3");
  std::string argument = file;
  char* argv[] = {argument.data()};
  if (const PyStatus status = PyConfig_SetBytesArgv(config.get(), 1, argv); PyStatus_Exception(status)) {
    return start_error(status);
  }
  if (const PyStatus status = config.start(); PyStatus_Exception(status)) return start_error(status);
  place_encodings();
  PyGC_Disable();
  return lang::Unit{};
}

void continue_interpreter(const std::string& file) {
  PyOS_AfterFork_Child();
  for (const char* name : {"argv", "orig_argv"}) {
    const PyRef arguments = PyRef::steal(Py_BuildValue("[N]", PyUnicode_DecodeFSDefault(file.c_str())));
    if (!arguments || PySys_SetObject(name, arguments.get()) < 0) PyErr_Clear();
  }
}

std::string language_version() {
  return std::string("Python ") + Py_GetVersion() + " on " + Py_GetPlatform() + " " + BOREALIS_MACHINE;
}

void flush_output() {
  for (const char* name : {"stdout", "stderr"}) {
    PyObject* stream = PySys_GetObject(name);
    if (stream == nullptr || stream == Py_None) continue;
    const PyRef done = PyRef::steal(PyObject_CallMethod(stream, "flush", nullptr));
    if (!done) PyErr_Clear();
  }
}

}  // namespace borealis::interp
