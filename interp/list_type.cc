// Lists (language.md §6).
#include "interp/build.h"
#include "interp/convert.h"
#include "interp/environment.h"
#include "interp/exceptions.h"
#include "interp/lookup.h"
#include "interp/objects.h"
#include "interp/site.h"
#include "interp/values.h"
#include "lang/resolve.h"

namespace borealis::interp {
namespace {

PyObject* tuple_of(const std::vector<lang::ValuePtr>& values) {
  PyRef tuple = PyRef::steal(PyTuple_New(static_cast<Py_ssize_t>(values.size())));
  if (!tuple) return nullptr;
  for (std::size_t i = 0; i < values.size(); ++i) {
    PyObject* item = wrap(values[i]);
    if (item == nullptr) return nullptr;
    PyTuple_SET_ITEM(tuple.get(), static_cast<Py_ssize_t>(i), item);
  }
  return tuple.release();
}

PyObject* subscript(PyObject* self, PyObject* key) {
  return guarded([&]() -> PyObject* {
    if (PySlice_Check(key)) {
      const PyRef all = PyRef::steal(tuple_of(lang::elements(value_in(self))));
      return all ? PyObject_GetItem(all.get(), key) : nullptr;
    }
    if (PyIndex_Check(key) == 0) {
      PyErr_Format(PyExc_TypeError, "tuple indices must be integers or slices, not %.200s", Py_TYPE(key)->tp_name);
      return nullptr;
    }
    const Py_ssize_t index = PyNumber_AsSsize_t(key, PyExc_IndexError);
    if (index == -1 && PyErr_Occurred() != nullptr) return nullptr;
    return wrap(lang::element(value_in(self), index));
  });
}

PyObject* iterate(PyObject* self) {
  return guarded([&]() -> PyObject* {
    const PyRef all = PyRef::steal(tuple_of(lang::elements(value_in(self))));
    return all ? PyObject_GetIter(all.get()) : nullptr;
  });
}

// An element by its value; anything else among the plain data.
int contains(PyObject* self, PyObject* wanted) {
  return guarded([&]() -> int {
    const lang::Value& list = value_in(self);
    const bool is_element = is_value(wanted) && &value_in(wanted).type() == list.type().element();
    if (!is_element) {
      const PyRef plain = PyRef::steal(to_python(lang::get(*lang::interpolate(list).value)));
      return plain ? PySequence_Contains(plain.get(), wanted) : -1;
    }
    for (const lang::ValuePtr& element : lang::elements(list)) {
      if (lang::equal(*element, value_in(wanted))) return 1;
    }
    return 0;
  });
}

PyMethodDef methods[] = {
    {"find", find_in_value, METH_O, "find($self, ref, /)\n--\n\nWhat a Ref leads to from here."},
    {nullptr, nullptr, 0, nullptr},
};
PyType_Slot slots[] = {
    {Py_tp_methods, methods},
    {Py_mp_subscript, reinterpret_cast<void*>(subscript)},
    {Py_sq_contains, reinterpret_cast<void*>(contains)},
    {Py_tp_iter, reinterpret_cast<void*>(iterate)},
    {0, nullptr},
};
PyType_Spec spec = {"pystachio.container.ListContainer", sizeof(ValueObject), 0,
                    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};

}  // namespace

PyObject* construct_list(PyObject* cls, PyObject* const* args, size_t nargsf, PyObject* names) {
  const lang::Type* type = reinterpret_cast<ClassObject*>(cls)->type;
  if (PyVectorcall_NARGS(nargsf) != 1 || (names != nullptr && PyTuple_GET_SIZE(names) > 0)) {
    PyErr_Format(PyExc_TypeError, "%s takes exactly one argument, the elements", type->name().c_str());
    return nullptr;
  }
  return guarded([&]() -> PyObject* {
    Made made = make_list_value(type, args[0], Origin{current_site(), {}, {}});
    if (!made) return nullptr;
    if (!*made) return Py_NewRef(classes().empty);
    return wrap_as(reinterpret_cast<PyTypeObject*>(cls), *std::move(made));
  });
}

bool make_list_type() {
  Classes& c = classes();
  c.list_container = make_heap_type(spec, {c.object, c.namable, c.type});
  return c.list_container != nullptr;
}

}  // namespace borealis::interp
