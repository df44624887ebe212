#include "interp/signature.h"

#include <functional>
#include <string>

#include "interp/build.h"
#include "interp/exceptions.h"
#include "interp/objects.h"
#include "interp/site.h"
#include "interp/values.h"
#include "lang/resolve.h"

namespace borealis::interp {
namespace {

struct SignatureObject {
  PyObject_HEAD;
  lang::Field field;  // without its name
};

const lang::Field& field_in(PyObject* self) {
  return reinterpret_cast<SignatureObject*>(self)->field;
}

void dealloc(PyObject* self) {
  PyTypeObject* cls = Py_TYPE(self);
  std::destroy_at(&reinterpret_cast<SignatureObject*>(self)->field);
  PyObject_Free(self);
  Py_DECREF(cls);
}

PyObject* get_required(PyObject* self, void* /*closure*/) {
  return PyBool_FromLong(field_in(self).required ? 1 : 0);
}

PyObject* get_default(PyObject* self, void* /*closure*/) {
  const lang::ValuePtr& value = field_in(self).default_value;
  return value ? wrap(value) : Py_NewRef(classes().empty);
}

PyObject* get_empty(PyObject* self, void* /*closure*/) {
  return PyBool_FromLong(field_in(self).default_value ? 0 : 1);
}

PyObject* get_class(PyObject* self, void* /*closure*/) {
  return class_for(field_in(self).type).release();
}

PyObject* repr(PyObject* self) {
  const lang::Field& field = field_in(self);
  const PyRef initial = PyRef::steal(get_default(self, nullptr));
  if (!initial) return nullptr;
  return PyUnicode_FromFormat("TypeSignature(%s, required: %s, default: %S, empty: %s)", field.type->name().c_str(),
                              field.required ? "True" : "False", initial.get(), field.default_value ? "False" : "True");
}

Py_hash_t hash(PyObject* self) {
  const lang::Field& field = field_in(self);
  const auto hashed = static_cast<Py_hash_t>(std::hash<std::string>()(field.type->name())) + (field.required ? 1 : 0);
  return hashed == -1 ? -2 : hashed;
}

bool equal(const lang::Field& a, const lang::Field& b) {
  if (a.type != b.type || a.required != b.required) return false;
  if (!a.default_value || !b.default_value) return !a.default_value && !b.default_value;
  return lang::equal(*a.default_value, *b.default_value);
}

PyObject* compare(PyObject* self, PyObject* other, int operation) {
  const bool comparable = Py_TYPE(other) == Py_TYPE(self) && (operation == Py_EQ || operation == Py_NE);
  if (!comparable) Py_RETURN_NOTIMPLEMENTED;
  return guarded(
      [&] { return PyBool_FromLong(equal(field_in(self), field_in(other)) == (operation == Py_EQ) ? 1 : 0); });
}

// It never changes: a copy is the same.
PyObject* copy(PyObject* self, PyObject* /*unused*/) {
  return Py_NewRef(self);
}

PyMethodDef methods[] = {
    {"__copy__", copy, METH_NOARGS, nullptr},
    {"__deepcopy__", copy, METH_O, nullptr},
    {"__reduce_ex__", refuse_pickling, METH_O, nullptr},
    {nullptr, nullptr, 0, nullptr},
};
PyGetSetDef properties[] = {
    {"required", get_required, nullptr, nullptr, nullptr}, {"default", get_default, nullptr, nullptr, nullptr},
    {"empty", get_empty, nullptr, nullptr, nullptr},       {"klazz", get_class, nullptr, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr},
};
PyType_Slot slots[] = {
    {Py_tp_dealloc, reinterpret_cast<void*>(dealloc)},
    {Py_tp_methods, methods},
    {Py_tp_getset, properties},
    {Py_tp_repr, reinterpret_cast<void*>(repr)},
    {Py_tp_hash, reinterpret_cast<void*>(hash)},
    {Py_tp_richcompare, reinterpret_cast<void*>(compare)},
    {0, nullptr},
};
PyType_Spec spec = {"pystachio.composite.TypeSignature", sizeof(SignatureObject), 0,
                    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, slots};

const lang::Type* type_or_assertion(PyObject* object) {
  const ClassObject* cls = class_with_type(object);
  if (cls == nullptr) PyErr_Format(PyExc_AssertionError, "a type was expected, not %R", object);
  return cls == nullptr ? nullptr : cls->type;
}

}  // namespace

std::optional<lang::Field> field_from(PyObject* object) {
  if (PyObject_TypeCheck(object, classes().signature)) return field_in(object);
  if (const ClassObject* cls = class_with_type(object)) return lang::Field{{}, cls->type, false, nullptr};
  return std::nullopt;
}

PyObject* wrap_signature(const lang::Field& field) {
  auto* self = PyObject_New(SignatureObject, classes().signature);
  if (self == nullptr) return nullptr;
  new (&self->field) lang::Field(field);
  return reinterpret_cast<PyObject*>(self);
}

PyObject* required(PyObject* /*module*/, PyObject* object) {
  const lang::Type* type = type_or_assertion(object);
  return type == nullptr ? nullptr : wrap_signature({{}, type, true, nullptr});
}

PyObject* default_to(PyObject* /*module*/, PyObject* args) {
  PyObject* object = nullptr;
  PyObject* value = nullptr;
  if (!PyArg_ParseTuple(args, "OO:Default", &object, &value)) return nullptr;
  const lang::Type* type = type_or_assertion(object);
  if (type == nullptr) return nullptr;
  if (value == classes().empty) return wrap_signature({{}, type, false, nullptr});
  Made made = make_value(type, value, Origin{current_site(), {}, {}});
  return made ? wrap_signature({{}, type, false, *std::move(made)}) : nullptr;
}

bool make_signature_type() {
  classes().signature = make_heap_type(spec, {});
  return classes().signature != nullptr;
}

}  // namespace borealis::interp
