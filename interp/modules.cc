#include "interp/modules.h"

#include <marshal.h>

#include "interp/marshalled_prelude.h"
#include "interp/prelude_code.h"
#include "interp/values.h"

namespace borealis::interp {
namespace {

PyObject* modules_globals = nullptr;  // of prelude/modules.py

// run_lazily(name, globals): runs interp/prelude/NAME.py.
PyObject* run_lazily(PyObject* /*module*/, PyObject* args) {
  const char* name = nullptr;
  PyObject* globals = nullptr;
  if (!PyArg_ParseTuple(args, "sO!:run_lazily", &name, &PyDict_Type, &globals)) return nullptr;
  if (!run_prelude(name, globals)) return nullptr;
  Py_RETURN_NONE;
}

PyMethodDef run_lazily_def = {"run_lazily", run_lazily, METH_VARARGS, nullptr};

}  // namespace

PyRef prelude_code(std::string_view name) {
  const std::string_view marshalled = marshalled_prelude(name);
  return PyRef::steal(PyMarshal_ReadObjectFromString(marshalled.data(), static_cast<Py_ssize_t>(marshalled.size())));
}

bool install_classes() {
  const PyRef names = make_names();
  const PyRef function = PyRef::steal(names ? PyCFunction_New(&run_lazily_def, nullptr) : nullptr);
  const PyRef globals = PyRef::steal(function ? PyDict_New() : nullptr);
  if (!globals || PyDict_SetItemString(globals.get(), "names", names.get()) < 0 ||
      PyDict_SetItemString(globals.get(), "run_lazily", function.get()) < 0) {
    return false;
  }
  modules_globals = Py_NewRef(globals.get());
  return run_prelude("modules", modules_globals);
}

bool fill_namespace(PyObject* globals) {
  PyObject* make = PyDict_GetItemString(modules_globals, "namespace");
  const PyRef names = PyRef::steal(make != nullptr ? PyObject_CallNoArgs(make) : nullptr);
  return names && PyDict_Update(globals, names.get()) == 0;
}

}  // namespace borealis::interp
