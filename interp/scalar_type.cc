// String, Integer, Float, Boolean and the enums (language.md §4, §5).
#include <compare>

#include "interp/convert.h"
#include "interp/exceptions.h"
#include "interp/objects.h"
#include "interp/refusal.h"
#include "interp/site.h"
#include "lang/resolve.h"

namespace borealis::interp {
namespace {

// Against another class: less, whatever it is.
PyObject* compare(PyObject* self, PyObject* other, int operation) {
  return guarded([&]() -> PyObject* {
    const bool same_class = PyObject_TypeCheck(other, classes().simple_object) &&
                            &value_in(self).type() == &value_in(other).type() &&
                            value_in(self).class_id() == value_in(other).class_id();
    if (operation == Py_EQ || operation == Py_NE) {
      const bool equal = same_class && lang::equal(value_in(self), value_in(other));
      return PyBool_FromLong(equal == (operation == Py_EQ) ? 1 : 0);
    }
    const std::partial_ordering order =
        same_class ? lang::compare(value_in(self), value_in(other)) : std::partial_ordering::less;
    switch (operation) {
      case Py_LT:
        return PyBool_FromLong(order < 0 ? 1 : 0);
      case Py_LE:
        return PyBool_FromLong(order <= 0 ? 1 : 0);
      case Py_GT:
        return PyBool_FromLong(order > 0 ? 1 : 0);
      default:
        return PyBool_FromLong(order >= 0 ? 1 : 0);
    }
  });
}

PyType_Slot simple_slots[] = {
    {Py_tp_richcompare, reinterpret_cast<void*>(compare)},
    {Py_tp_hash, reinterpret_cast<void*>(hash_value)},
    {0, nullptr},
};
PyType_Spec simple_spec = {"pystachio.basic.SimpleObject", sizeof(ValueObject), 0,
                           Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, simple_slots};
PyType_Slot enum_slots[] = {{0, nullptr}};
PyType_Spec enum_spec = {"pystachio.basic.EnumContainer", sizeof(ValueObject), 0,
                         Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, enum_slots};

}  // namespace

PyObject* construct_scalar(PyObject* cls, PyObject* const* args, size_t nargsf, PyObject* names) {
  auto* typed = reinterpret_cast<ClassObject*>(cls);
  if (PyVectorcall_NARGS(nargsf) != 1 || (names != nullptr && PyTuple_GET_SIZE(names) > 0)) {
    PyErr_Format(PyExc_TypeError, "%s takes exactly one argument, the value", typed->type->name().c_str());
    return nullptr;
  }
  return guarded([&]() -> PyObject* {
    const Origin origin{current_site(), {}, {}};
    lang::ValuePtr value;
    try {
      value = lang::make_scalar(typed->type, raw_of(args[0]), origin.site, typed->id);
    } catch (const lang::LanguageError& error) {
      if (error.kind != lang::ErrorKind::value && error.kind != lang::ErrorKind::coercion) throw;
      Made made = refuse_value(error, typed->type, args[0], origin);
      if (!made) return nullptr;
      return Py_NewRef(classes().empty);
    }
    return wrap_as(reinterpret_cast<PyTypeObject*>(cls), std::move(value));
  });
}

bool make_scalar_types() {
  Classes& c = classes();
  c.simple_object = make_heap_type(simple_spec, {c.object, c.type});
  if (c.simple_object == nullptr) return false;
  c.enum_container = make_heap_type(enum_spec, {c.simple_object});
  return c.enum_container != nullptr;
}

}  // namespace borealis::interp
