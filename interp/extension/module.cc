// pystachio._borealis: the value classes, the schema's structs and the helpers, as a module of anybody's interpreter.
#include <pybind11/pybind11.h>

#include "interp/prelude_code.h"
#include "interp/values.h"

namespace py = pybind11;

namespace borealis::interp {
namespace {

constexpr char kDocumentation[] =
    "The config language: types, structs and helpers. Import them from `pystachio` and from\n"
    "`apache.aurora.config.schema.base`; this module is where these find them.";

// The folder of the package. Set before the prelude is asked for.
std::string& package_folder() {
  static auto* const folder = new std::string;
  return *folder;
}

// The classes are one set a process: what comes later gets the same ones.
py::dict names(const py::module_& module) {
  static PyObject* made = nullptr;
  if (made == nullptr) {
    package_folder() = py::module_::import("os.path").attr("dirname")(module.attr("__file__")).cast<std::string>();
    made = make_names().release();
    if (made == nullptr) throw py::error_already_set();
  }
  return py::reinterpret_borrow<py::dict>(made);
}

// Values are shared without locks and classes are one set a process: they can't belong to two interpreters.
void require_main_interpreter() {
  if (PyInterpreterState_Get() == PyInterpreterState_Main()) return;
  throw py::import_error("pystachio works in the main interpreter only, not in a sub-interpreter");
}

void fill(const py::module_& module) {
  require_main_interpreter();
  py::list public_names;
  for (const auto& [name, value] : names(module)) {
    const auto text = name.cast<std::string>();
    if (text.starts_with("__")) continue;
    py::setattr(module, name, value);
    public_names.append(name);
  }
  module.attr("__all__") = py::tuple(public_names);
}

// Runs when the module is imported, and when it is loaded again.
int execute(PyObject* object) {
  try {
    fill(py::reinterpret_borrow<py::module_>(object));
    return 0;
  } catch (py::error_already_set& error) {
    error.restore();
  } catch (const py::builtin_exception& error) {
    error.set_error();
  } catch (const std::exception& error) {
    PyErr_SetString(PyExc_ImportError, error.what());
  }
  return -1;
}

PyModuleDef_Slot slots[] = {
    {Py_mod_exec, reinterpret_cast<void*>(execute)},
    {0, nullptr},
};
PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "pystachio._borealis", kDocumentation, 0, nullptr, slots, nullptr, nullptr, nullptr};

}  // namespace

// Read as import reads a module, so that tracebacks show its lines and it is compiled once.
PyRef prelude_code(std::string_view name) {
  try {
    const std::string module = "pystachio._" + std::string(name);
    const std::string path = package_folder() + "/_" + std::string(name) + ".py";
    const py::object loader = py::module_::import("importlib.machinery").attr("SourceFileLoader")(module, path);
    return PyRef::steal(loader.attr("get_code")(module).release().ptr());
  } catch (py::error_already_set& error) {
    error.restore();
    return {};
  }
}

}  // namespace borealis::interp

PyMODINIT_FUNC PyInit__borealis() {
  return PyModuleDef_Init(&borealis::interp::definition);
}
