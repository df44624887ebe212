// Ref (language.md §11). Its components are objects of prelude/foundation.py.
#include <utility>

#include "interp/convert.h"
#include "interp/environment.h"
#include "interp/exceptions.h"
#include "interp/objects.h"

namespace borealis::interp {
namespace {

struct RefObject {
  PyObject_HEAD;
  lang::Ref ref;
};

const lang::Ref& ref_in(PyObject* self) {
  return reinterpret_cast<RefObject*>(self)->ref;
}

bool is_ref(PyObject* object) {
  return PyObject_TypeCheck(object, classes().ref);
}

// Ref.Index('x') or Ref.Dereference('x').
PyObject* wrap_component(const lang::Component& component) {
  const PyRef cls = PyRef::steal(
      PyObject_GetAttrString(reinterpret_cast<PyObject*>(classes().ref), component.index ? "Index" : "Dereference"));
  const PyRef text = PyRef::steal(to_unicode(component.value));
  return cls && text ? PyObject_CallOneArg(cls.get(), text.get()) : nullptr;
}

std::optional<lang::Component> component_from(PyObject* object) {
  const PyRef value = PyRef::steal(PyObject_GetAttrString(object, "value"));
  const PyRef is_index = PyRef::steal(value ? PyObject_CallMethod(object, "is_index", nullptr) : nullptr);
  if (!is_index) return std::nullopt;
  return lang::Component(PyObject_IsTrue(is_index.get()) == 1, str_of(value.get()));
}

PyObject* ref_new(PyTypeObject* /*cls*/, PyObject* args, PyObject* keywords) {
  static const char* const names[] = {"components", nullptr};
  PyObject* given = nullptr;
  if (!PyArg_ParseTupleAndKeywords(args, keywords, "O:Ref", const_cast<char**>(names), &given)) return nullptr;
  const PyRef items = PyRef::steal(PySequence_Fast(given, "Ref takes a list of components"));
  if (!items) return nullptr;
  std::vector<lang::Component> components;
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(items.get()); ++i) {
    std::optional<lang::Component> component = component_from(PySequence_Fast_GET_ITEM(items.get(), i));
    if (!component) return nullptr;
    components.push_back(*std::move(component));
  }
  return wrap_ref(lang::Ref(std::move(components)));
}

void ref_dealloc(PyObject* self) {
  PyTypeObject* cls = Py_TYPE(self);
  std::destroy_at(&reinterpret_cast<RefObject*>(self)->ref);
  PyObject_Free(self);
  Py_DECREF(cls);
}

PyObject* from_address(PyObject* /*cls*/, PyObject* address) {
  std::optional<lang::Ref> ref = ref_from(address);
  return ref ? wrap_ref(*std::move(ref)) : nullptr;
}

PyObject* below(const lang::Ref& prefix, PyObject* other) {
  if (!is_ref(other)) {
    PyErr_SetString(PyExc_TypeError, "a Ref was expected");
    return nullptr;
  }
  std::optional<lang::Ref> rest = ref_in(other).below(prefix);
  if (!rest) Py_RETURN_NONE;
  return wrap_ref(*std::move(rest));
}

PyObject* subscope(PyObject* /*cls*/, PyObject* args) {
  PyObject* prefix = nullptr;
  PyObject* other = nullptr;
  if (!PyArg_ParseTuple(args, "O!O:subscope", classes().ref, &prefix, &other)) return nullptr;
  return below(ref_in(prefix), other);
}

PyObject* scoped_to(PyObject* self, PyObject* other) {
  return below(ref_in(self), other);
}

PyObject* address(PyObject* self, PyObject* /*unused*/) {
  return to_unicode(ref_in(self).address());
}

// pickle: by the address.
PyObject* reduce(PyObject* self, PyObject* /*unused*/) {
  const PyRef make = PyRef::steal(PyObject_GetAttrString(reinterpret_cast<PyObject*>(classes().ref), "from_address"));
  return make ? Py_BuildValue("(O(N))", make.get(), address(self, nullptr)) : nullptr;
}

PyObject* components(PyObject* self, PyObject* /*unused*/) {
  const lang::Components all = ref_in(self).components();
  PyRef tuple = PyRef::steal(PyTuple_New(static_cast<Py_ssize_t>(all.size())));
  for (std::size_t i = 0; tuple && i < all.size(); ++i) {
    PyObject* wrapped = wrap_component(all[i]);
    if (wrapped == nullptr) return nullptr;
    PyTuple_SET_ITEM(tuple.get(), static_cast<Py_ssize_t>(i), wrapped);
  }
  return tuple.release();
}

PyObject* action(PyObject* self, PyObject* /*unused*/) {
  if (ref_in(self).empty()) {
    PyErr_SetString(PyExc_IndexError, "an empty Ref has no first component");
    return nullptr;
  }
  return wrap_component(ref_in(self).components().front());
}

PyObject* rest(PyObject* self, PyObject* /*unused*/) {
  return wrap_ref(ref_in(self).empty() ? lang::Ref() : ref_in(self).rest());
}

PyObject* is_index(PyObject* self, PyObject* /*unused*/) {
  const lang::Ref& ref = ref_in(self);
  return PyBool_FromLong(!ref.empty() && ref.components().front().index ? 1 : 0);
}

PyObject* is_dereference(PyObject* self, PyObject* /*unused*/) {
  const lang::Ref& ref = ref_in(self);
  return PyBool_FromLong(!ref.empty() && !ref.components().front().index ? 1 : 0);
}

PyObject* str(PyObject* self) {
  return to_unicode(ref_in(self).str());
}

PyObject* repr(PyObject* self) {
  return to_unicode(ref_in(self).repr());
}

Py_hash_t hash(PyObject* self) {
  const auto hashed = static_cast<Py_hash_t>(ref_in(self).hash());
  return hashed == -1 ? -2 : hashed;
}

PyObject* compare(PyObject* self, PyObject* other, int operation) {
  if (!is_ref(other)) {
    PyErr_Format(PyExc_AttributeError, "'%s' object has no attribute 'components'", _PyType_Name(Py_TYPE(other)));
    return nullptr;
  }
  Py_RETURN_RICHCOMPARE(ref_in(self), ref_in(other), operation);
}

PyObject* concatenate(PyObject* left, PyObject* right) {
  if (!is_ref(left) || !is_ref(right)) Py_RETURN_NOTIMPLEMENTED;
  return wrap_ref(ref_in(left) + ref_in(right));
}

// It never changes: a copy is the same.
PyObject* copy(PyObject* self, PyObject* /*unused*/) {
  return Py_NewRef(self);
}

PyMethodDef methods[] = {
    {"__copy__", copy, METH_NOARGS, "components($self, /)\n--\n\nThe steps: Ref.Dereference and Ref.Index."},
    {"__deepcopy__", copy, METH_O, nullptr},
    {"__reduce__", reduce, METH_NOARGS, nullptr},
    {"from_address", from_address, METH_O | METH_CLASS,
     "from_address($type, address, /)\n--\n\nThe Ref that an address such as a.b[c] stands for."},
    {"subscope", subscope, METH_VARARGS | METH_CLASS,
     "subscope($type, prefix, ref, /)\n--\n\nWhat is left of a Ref after a prefix, or None."},
    {"scoped_to", scoped_to, METH_O,
     "scoped_to($self, ref, /)\n--\n\nWhat is left of another Ref after this one, or None."},
    {"address", address, METH_NOARGS, "address($self, /)\n--\n\nThe address as text."},
    {"components", components, METH_NOARGS, nullptr},
    {"action", action, METH_NOARGS, "action($self, /)\n--\n\nThe first step."},
    {"rest", rest, METH_NOARGS, "rest($self, /)\n--\n\nThe Ref without its first step."},
    {"is_index", is_index, METH_NOARGS, "is_index($self, /)\n--\n\nWhether the first step is an index."},
    {"is_dereference", is_dereference, METH_NOARGS,
     "is_dereference($self, /)\n--\n\nWhether the first step is a name."},
    {nullptr, nullptr, 0, nullptr},
};
PyType_Slot slots[] = {
    {Py_tp_new, reinterpret_cast<void*>(ref_new)},
    {Py_tp_dealloc, reinterpret_cast<void*>(ref_dealloc)},
    {Py_tp_methods, methods},
    {Py_tp_str, reinterpret_cast<void*>(str)},
    {Py_tp_repr, reinterpret_cast<void*>(repr)},
    {Py_tp_hash, reinterpret_cast<void*>(hash)},
    {Py_tp_richcompare, reinterpret_cast<void*>(compare)},
    {Py_nb_add, reinterpret_cast<void*>(concatenate)},
    {0, nullptr},
};
PyType_Spec spec = {"pystachio.naming.Ref", sizeof(RefObject), 0, Py_TPFLAGS_DEFAULT, slots};

}  // namespace

PyObject* wrap_ref(lang::Ref ref) {
  auto* self = PyObject_New(RefObject, classes().ref);
  if (self == nullptr) return nullptr;
  new (&self->ref) lang::Ref(std::move(ref));
  return reinterpret_cast<PyObject*>(self);
}

std::optional<lang::Ref> ref_from(PyObject* object) {
  if (is_ref(object)) return ref_in(object);
  try {
    if (PyUnicode_Check(object)) {
      if (std::optional<std::string> text = text_of(object)) return lang::Ref::parse(*text);
      return std::nullopt;
    }
    raise(lang::LanguageError(lang::ErrorKind::invalid_ref, "Invalid address: " + repr_of(object)));
  } catch (const lang::LanguageError& error) {
    raise(error);
  }
  return std::nullopt;
}

bool make_ref_type() {
  PyTypeObject* made = classes().ref = make_heap_type(spec, {});
  return made != nullptr && PyDict_SetItemString(made->tp_dict, "InvalidRefError", exceptions().invalid_ref_error) == 0;
}

}  // namespace borealis::interp
