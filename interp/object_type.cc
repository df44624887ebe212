// Object: what all values can do (language.md §3).
#include "interp/python.h"

#include <structmember.h>

#include <string>

#include "interp/convert.h"
#include "interp/describe.h"
#include "interp/environment.h"
#include "interp/exceptions.h"
#include "interp/objects.h"
#include "interp/values.h"
#include "lang/resolve.h"

namespace borealis::interp {
namespace {

// Object() itself: allowed, and of no use.
bool is_abstract(PyObject* self) {
  return !as_value(self)->value;
}

PyObject* not_implemented(PyObject* self) {
  PyErr_Format(PyExc_NotImplementedError, "%s has no value: make one of a class such as String",
               Py_TYPE(self)->tp_name);
  return nullptr;
}

// The method F, for objects that have a value.
template <auto F, class... Args>
PyObject* of_value(PyObject* self, Args... args) {
  return is_abstract(self) ? not_implemented(self) : F(self, args...);
}

PyObject* object_new(PyTypeObject* cls, PyObject* args, PyObject* keywords) {
  auto* callable = reinterpret_cast<PyObject*>(cls);
  if (cls == classes().object) return cls->tp_alloc(cls, 0);
  if (class_with_type(callable) == nullptr) {
    PyErr_Format(PyExc_TypeError, "%s can't be called: derive a class from it", _PyType_Name(cls));
    return nullptr;
  }
  return PyVectorcall_Call(callable, args, keywords);
}

PyObject* get(PyObject* self, PyObject* /*unused*/) {
  return guarded([&] { return to_python(lang::get(value_in(self))); });
}

PyObject* interpolate(PyObject* self, PyObject* /*unused*/) {
  return guarded([&]() -> PyObject* {
    lang::Interpolated result = lang::interpolate(value_in(self));
    PyRef value = PyRef::steal(wrap_like(self, std::move(result.value)));
    PyRef refs = PyRef::steal(PyList_New(0));
    if (!value || !refs) return nullptr;
    for (lang::Ref& ref : result.unbound) {
      PyRef wrapped = PyRef::steal(wrap_ref(std::move(ref)));
      if (!wrapped || PyList_Append(refs.get(), wrapped.get()) < 0) return nullptr;
    }
    return PyTuple_Pack(2, value.get(), refs.get());
  });
}

PyObject* check(PyObject* self, PyObject* /*unused*/) {
  return guarded([&]() -> PyObject* {
    const lang::TypeCheck result = lang::check(value_in(self));
    PyRef message = PyRef::steal(to_unicode(result.message));
    if (!message) return nullptr;
    return PyObject_CallFunctionObjArgs(classes().type_check, result.ok ? Py_True : Py_False, message.get(), nullptr);
  });
}

PyObject* bind(PyObject* self, PyObject* args, PyObject* keywords) {
  return guarded([&]() -> PyObject* {
    std::vector<lang::Binding> bindings;
    if (!collect_bindings(args, keywords, bindings)) return nullptr;
    return wrap_as(Py_TYPE(self), lang::bind(value_in(self), bindings));
  });
}

PyObject* in_scope(PyObject* self, PyObject* args, PyObject* keywords) {
  return guarded([&]() -> PyObject* {
    std::vector<lang::Binding> bindings;
    if (!collect_bindings(args, keywords, bindings)) return nullptr;
    return wrap_as(Py_TYPE(self), lang::in_scope(value_in(self), bindings));
  });
}

PyObject* remainder(PyObject* self, PyObject* bound) {
  if (!PyObject_TypeCheck(self, classes().object)) Py_RETURN_NOTIMPLEMENTED;
  if (is_abstract(self)) return not_implemented(self);
  return guarded([&]() -> PyObject* {
    std::vector<lang::Binding> bindings;
    if (!collect_binding(bound, bindings)) return nullptr;
    const lang::ValuePtr value = lang::bind(value_in(self), bindings);
    return wrap_like(self, lang::interpolate(*value).value);
  });
}

// The fields of a struct under a prefix, as one scope.
lang::Binding fields_as_scope(const lang::Value& value, const lang::Ref& prefix) {
  lang::EnvironmentBuilder builder;
  for (std::size_t i = 0; i < value.fields().size(); ++i) {
    const lang::ValuePtr& field = value.fields()[i].value;
    if (field) builder.add(prefix + lang::Ref({{false, value.type().fields()[i].name}}), field);
  }
  return builder.build();
}

lang::Binding under_super(const lang::Binding& binding) {
  const lang::Ref super({{false, "super"}});
  lang::EnvironmentBuilder builder;
  if (const auto* environment = std::get_if<lang::EnvironmentPtr>(&binding)) {
    builder.merge(super, **environment);
  } else {
    builder.add(super, std::get<lang::ValuePtr>(binding));
  }
  return builder.build();
}

// The scopes in the order in which they are asked (language.md §13).
PyObject* scopes(PyObject* self, PyObject* /*unused*/) {
  return guarded([&]() -> PyObject* {
    const lang::Value& value = value_in(self);
    std::vector<lang::Binding> all = value.own().bindings();
    if (value.type().kind() == lang::TypeKind::structure) {
      const std::size_t own = all.size();
      for (std::size_t i = 0; i < own; ++i) all.push_back(under_super(all[i]));
      all.insert(all.begin(), fields_as_scope(value, lang::Ref()));
      all.insert(all.begin(), fields_as_scope(value, lang::Ref({{false, "self"}})));
    }
    PyRef tuple = PyRef::steal(PyTuple_New(static_cast<Py_ssize_t>(all.size())));
    for (std::size_t i = 0; tuple && i < all.size(); ++i) {
      const auto* environment = std::get_if<lang::EnvironmentPtr>(&all[i]);
      PyObject* scope =
          environment != nullptr ? wrap_environment(*environment) : wrap(std::get<lang::ValuePtr>(all[i]));
      if (scope == nullptr) return nullptr;
      PyTuple_SET_ITEM(tuple.get(), static_cast<Py_ssize_t>(i), scope);
    }
    return tuple.release();
  });
}

PyObject* copy(PyObject* self, PyObject* /*unused*/) {
  return wrap_as(Py_TYPE(self), as_value(self)->value);
}

PyObject* dup(PyObject* self, PyObject* /*unused*/) {
  return guarded([&] { return wrap_as(Py_TYPE(self), lang::with_scope(value_in(self), lang::Scope())); });
}

PyObject* str(PyObject* self) {
  if (is_abstract(self)) return PyBaseObject_Type.tp_repr(self);
  return guarded([&] { return to_unicode(lang::str(value_in(self))); });
}

PyObject* repr(PyObject* self) {
  if (is_abstract(self)) return PyBaseObject_Type.tp_repr(self);
  return guarded([&] { return to_unicode(lang::repr(value_in(self))); });
}

PyObject* compare(PyObject* self, PyObject* other, int operation) {
  if (operation != Py_EQ && operation != Py_NE) Py_RETURN_NOTIMPLEMENTED;
  if (is_abstract(self)) return PyBaseObject_Type.tp_richcompare(self, other, operation);
  return guarded([&]() -> PyObject* {
    const bool same = is_value(other) && lang::equal(value_in(self), value_in(other));
    return PyBool_FromLong(same == (operation == Py_EQ) ? 1 : 0);
  });
}

const lang::Type* type_of_class(PyObject* cls) {
  const ClassObject* typed = class_with_type(cls);
  if (typed == nullptr) PyErr_SetString(PyExc_TypeError, "an abstract class has no description");
  return typed == nullptr ? nullptr : typed->type;
}

PyObject* serialize_type(PyObject* cls, PyObject* /*unused*/) {
  const lang::Type* type = type_of_class(cls);
  return type == nullptr ? nullptr : description_of(type);
}

PyObject* type_factory(PyObject* cls, PyObject* /*unused*/) {
  const PyRef description = PyRef::steal(serialize_type(cls, nullptr));
  return description ? Py_NewRef(PyTuple_GET_ITEM(description.get(), 0)) : nullptr;
}

PyObject* type_parameters(PyObject* cls, PyObject* /*unused*/) {
  const PyRef description = PyRef::steal(serialize_type(cls, nullptr));
  return description ? PyTuple_GetSlice(description.get(), 1, PyTuple_GET_SIZE(description.get())) : nullptr;
}

PyObject* dump(PyObject* cls, PyObject* file) {
  const PyRef description = PyRef::steal(serialize_type(cls, nullptr));
  const PyRef json = PyRef::steal(PyImport_ImportModule("json"));
  return description && json ? PyObject_CallMethod(json.get(), "dump", "OO", description.get(), file) : nullptr;
}

// checker(obj): what obj.check() says.
PyObject* checker(PyObject* /*cls*/, PyObject* object) {
  if (is_value(object)) return check(object, nullptr);
  PyErr_Format(PyExc_NotImplementedError, "%R is no value of a type, there is nothing to check", object);
  return nullptr;
}

PyMethodDef methods[] = {
    {"get", of_value<get, PyObject*>, METH_NOARGS,
     "get($self, /)\n--\n\nThe value as plain Python, as it was given: no template is filled in, nothing is coerced."},
    {"interpolate", of_value<interpolate, PyObject*>, METH_NOARGS,
     "interpolate($self, /)\n--\n\n(value, unbound): the value with templates filled in as far as possible, and the "
     "references left over."},
    {"check", of_value<check, PyObject*>, METH_NOARGS,
     "check($self, /)\n--\n\nA TypeCheck: whether the value is what its type says. Ask its ok() and message()."},
    {"bind", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(of_value<bind, PyObject*, PyObject*>)),
     METH_VARARGS | METH_KEYWORDS,
     "bind($self, /, *scopes, **names)\n--\n\nA copy with scopes that are asked before all that it has."},
    {"in_scope", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(of_value<in_scope, PyObject*, PyObject*>)),
     METH_VARARGS | METH_KEYWORDS,
     "in_scope($self, /, *scopes, **names)\n--\n\nA copy with scopes that are asked after all that it has."},
    {"scopes", of_value<scopes, PyObject*>, METH_NOARGS,
     "scopes($self, /)\n--\n\nThe scopes in the order in which they are asked."},
    {"copy", of_value<copy, PyObject*>, METH_NOARGS, "copy($self, /)\n--\n\nA copy with the same scopes."},
    {"dup", of_value<dup, PyObject*>, METH_NOARGS, "dup($self, /)\n--\n\nThe same value without scopes."},
    {"__copy__", of_value<copy, PyObject*>, METH_NOARGS, nullptr},
    {"__deepcopy__", of_value<copy, PyObject*>, METH_O, nullptr},
    {"__reduce_ex__", refuse_pickling, METH_O, nullptr},
    {"checker", checker, METH_O | METH_CLASS, "checker($type, value, /)\n--\n\nThe TypeCheck of a value."},
    {"serialize_type", serialize_type, METH_NOARGS | METH_CLASS,
     "serialize_type($type, /)\n--\n\nThe type as plain tuples; TypeFactory makes it again."},
    {"type_factory", type_factory, METH_NOARGS | METH_CLASS,
     "type_factory($type, /)\n--\n\nThe kind of the type: String, List, Struct ..."},
    {"type_parameters", type_parameters, METH_NOARGS | METH_CLASS,
     "type_parameters($type, /)\n--\n\nWhat beside the kind makes the type, as plain tuples."},
    {"dump", dump, METH_O | METH_CLASS, "dump($type, file, /)\n--\n\nWrites serialize_type() as JSON."},
    {nullptr, nullptr, 0, nullptr},
};
PyMemberDef members[] = {
    {"__dictoffset__", T_PYSSIZET, offsetof(ValueObject, dict), READONLY, nullptr},
    {nullptr, 0, 0, 0, nullptr},
};
PyType_Slot slots[] = {
    {Py_tp_new, reinterpret_cast<void*>(object_new)},
    {Py_tp_methods, methods},
    {Py_tp_members, members},
    {Py_tp_str, reinterpret_cast<void*>(str)},
    {Py_tp_repr, reinterpret_cast<void*>(repr)},
    {Py_tp_hash, reinterpret_cast<void*>(hash_value)},
    {Py_tp_richcompare, reinterpret_cast<void*>(compare)},
    {Py_nb_remainder, reinterpret_cast<void*>(remainder)},
    {0, nullptr},
};
PyType_Spec spec = {"pystachio.base.Object", sizeof(ValueObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};

}  // namespace

Py_hash_t hash_value(PyObject* self) {
  if (is_abstract(self)) return PyBaseObject_Type.tp_hash(self);
  return guarded([&] {
    const auto hashed = static_cast<Py_hash_t>(lang::hash(value_in(self)));
    return hashed == -1 ? Py_hash_t{-2} : hashed;
  });
}

PyObject* refuse_pickling(PyObject* self, PyObject* /*protocol*/) {
  const char* const advice = is_value(self) ? ": keep what get() or json_dumps() answers" : "";
  PyErr_Format(PyExc_TypeError, "cannot pickle '%s' object%s", _PyType_Name(Py_TYPE(self)), advice);
  return nullptr;
}

bool make_object_type() {
  PyTypeObject* made = classes().object = make_heap_type(spec, {});
  return made != nullptr && PyDict_SetItemString(made->tp_dict, "CoercionError", exceptions().coercion_error) == 0 &&
         PyDict_SetItemString(made->tp_dict, "InterpolationError", exceptions().interpolation_error) == 0;
}

}  // namespace borealis::interp
