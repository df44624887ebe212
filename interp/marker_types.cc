// The classes without instances of use: Type, Namable, Empty (language.md §1, §2).
#include "interp/objects.h"

namespace borealis::interp {
namespace {

PyObject* not_implemented(PyObject* /*self*/, PyObject* /*unused*/) {
  PyErr_SetString(PyExc_NotImplementedError, "Type itself describes nothing: ask one of its classes");
  return nullptr;
}

PyMethodDef type_methods[] = {
    {"type_factory", not_implemented, METH_NOARGS | METH_CLASS, nullptr},
    {"type_parameters", not_implemented, METH_NOARGS | METH_CLASS, nullptr},
    {"serialize_type", not_implemented, METH_NOARGS | METH_CLASS, nullptr},
    {"check", not_implemented, METH_NOARGS, nullptr},
    {nullptr, nullptr, 0, nullptr},
};
PyType_Slot type_slots[] = {
    {Py_tp_methods, type_methods},
    {0, nullptr},
};
PyType_Spec type_spec = {"pystachio.typing.Type", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, type_slots};

PyType_Slot namable_slots[] = {{0, nullptr}};
PyType_Spec namable_spec = {"pystachio.naming.Namable", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, namable_slots};

PyObject* make_empty() {
  return PyObject_CallFunction(reinterpret_cast<PyObject*>(&PyType_Type), "s(O){s:s}", "Empty", &PyBaseObject_Type,
                               "__module__", "pystachio.composite");
}

}  // namespace

bool make_marker_types() {
  Classes& c = classes();
  c.type = make_heap_type(type_spec, {});
  c.namable = make_heap_type(namable_spec, {});
  c.empty = make_empty();
  return c.type != nullptr && c.namable != nullptr && c.empty != nullptr;
}

}  // namespace borealis::interp
