// Choices (language.md §8).
#include "interp/convert.h"
#include "interp/exceptions.h"
#include "interp/objects.h"
#include "interp/site.h"
#include "interp/values.h"
#include "lang/resolve.h"

namespace borealis::interp {
namespace {

PyObject* unwrap(PyObject* self, PyObject* /*unused*/) {
  return guarded([&] { return wrap(lang::unwrap(value_in(self))); });
}

PyMethodDef methods[] = {
    {"unwrap", unwrap, METH_NOARGS, "unwrap($self, /)\n--\n\nThe value as the first of the types that takes it."},
    {nullptr, nullptr, 0, nullptr},
};
PyType_Slot slots[] = {
    {Py_tp_methods, methods},
    {0, nullptr},
};
PyType_Spec spec = {"pystachio.choice.ChoiceContainer", sizeof(ValueObject), 0,
                    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};

}  // namespace

PyObject* construct_choice(PyObject* cls, PyObject* const* args, size_t nargsf, PyObject* names) {
  const lang::Type* type = reinterpret_cast<ClassObject*>(cls)->type;
  if (PyVectorcall_NARGS(nargsf) != 1 || (names != nullptr && PyTuple_GET_SIZE(names) > 0)) {
    PyErr_Format(PyExc_TypeError, "%s takes exactly one argument, the value", type->name().c_str());
    return nullptr;
  }
  return guarded([&] {
    return wrap_as(reinterpret_cast<PyTypeObject*>(cls), lang::make_choice(type, raw_of(args[0]), current_site()));
  });
}

bool make_choice_type() {
  Classes& c = classes();
  c.choice_container = make_heap_type(spec, {c.object, c.type});
  return c.choice_container != nullptr;
}

}  // namespace borealis::interp
