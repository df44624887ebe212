// Maps (language.md §7).
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

lang::ValuePtr value_at(PyObject* self, PyObject* key) {
  const lang::Value& map = value_in(self);
  const lang::Type* key_type = map.type().key();
  lang::ValuePtr wanted =
      is_value(key) && &value_in(key).type() == key_type ? value_of(key) : lang::construct(key_type, raw_of(key));
  return lang::lookup(map, *wanted);
}

PyObject* subscript(PyObject* self, PyObject* key) {
  return guarded([&] { return wrap(value_at(self, key)); });
}

int contains(PyObject* self, PyObject* key) {
  return guarded([&]() -> int {
    try {
      value_at(self, key);
    } catch (const lang::LanguageError& error) {
      if (error.kind != lang::ErrorKind::key) throw;
      return 0;
    }
    return 1;
  });
}

PyObject* iterate(PyObject* self) {
  return guarded([&]() -> PyObject* {
    PyRef list = PyRef::steal(PyList_New(0));
    if (!list) return nullptr;
    for (lang::ValuePtr& key : lang::keys(value_in(self))) {
      const PyRef wrapped = PyRef::steal(wrap(std::move(key)));
      if (!wrapped || PyList_Append(list.get(), wrapped.get()) < 0) return nullptr;
    }
    return PyObject_GetIter(list.get());
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
PyType_Spec spec = {"pystachio.container.MapContainer", sizeof(ValueObject), 0,
                    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};

}  // namespace

PyObject* construct_map(PyObject* cls, PyObject* const* args, size_t nargsf, PyObject* names) {
  const lang::Type* type = reinterpret_cast<ClassObject*>(cls)->type;
  if (names != nullptr && PyTuple_GET_SIZE(names) > 0) {
    PyErr_Format(PyExc_TypeError, "%s takes no keyword arguments", type->name().c_str());
    return nullptr;
  }
  return guarded([&]() -> PyObject* {
    Made made = make_map_value(type, args, PyVectorcall_NARGS(nargsf), Origin{current_site(), {}, {}});
    if (!made) return nullptr;
    if (!*made) return Py_NewRef(classes().empty);
    return wrap_as(reinterpret_cast<PyTypeObject*>(cls), *std::move(made));
  });
}

bool make_map_type() {
  Classes& c = classes();
  c.map_container = make_heap_type(spec, {c.object, c.namable, c.type});
  return c.map_container != nullptr;
}

}  // namespace borealis::interp
