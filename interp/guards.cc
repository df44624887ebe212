#include "interp/guards.h"

#include "interp/last_words.h"
#include "interp/python.h"

namespace borealis::interp {
namespace {

PyObject* exit_now(PyObject*, PyObject* argument) {
  const long status = PyLong_AsLong(argument);
  if (status == -1 && PyErr_Occurred() != nullptr) return nullptr;
  say_last_words(EndReason::exited, static_cast<int>(status & 0xFF));
}

PyMethodDef exit_def = {"_exit", exit_now, METH_O, "Exit to the system with specified status."};

}  // namespace

void guard_exit() {
  const PyRef posix = PyRef::steal(PyImport_ImportModule("posix"));
  const PyRef function = PyRef::steal(PyCFunction_New(&exit_def, nullptr));
  if (posix && function) PyObject_SetAttrString(posix.get(), "_exit", function.get());
  PyErr_Clear();
}

}  // namespace borealis::interp
