// The metaclasses: what a class statement makes, and what classes answer (language.md §2, §9.1).
#include "interp/class_making.h"
#include "interp/convert.h"
#include "interp/describe.h"
#include "interp/exceptions.h"
#include "interp/signature.h"
#include "interp/values.h"

namespace borealis::interp {
namespace {

PyTypeObject* new_class(PyObject* name, PyTypeObject* base, PyObject* contents, const lang::Type* type) {
  PyRef args = PyRef::steal(Py_BuildValue("(O(O)O)", name, base, contents));
  if (!args) return nullptr;
  PyRef slots = PyRef::steal(PyTuple_New(0));
  if (!slots || PyDict_SetItemString(contents, "__slots__", slots.get()) < 0) return nullptr;
  auto* cls = reinterpret_cast<PyTypeObject*>(PyType_Type.tp_new(classes().type_meta, args.get(), nullptr));
  if (cls != nullptr) finish_class(cls, type);
  return cls;
}

// `class Sub(Res)`: another name for the same fields; what its body says stays plain attributes (language.md §9.1).
PyObject* type_meta_new(PyTypeObject* /*meta*/, PyObject* args, PyObject* keywords) {
  PyObject* name = nullptr;
  PyObject* bases = nullptr;
  PyObject* contents = nullptr;
  if (!PyArg_ParseTuple(args, "UO!O!:TypeMeta", &name, &PyTuple_Type, &bases, &PyDict_Type, &contents)) return nullptr;
  if (keywords != nullptr && PyDict_GET_SIZE(keywords) > 0) {
    PyErr_SetString(PyExc_TypeError, "a class of the language takes no keywords");
    return nullptr;
  }
  const ClassObject* base = PyTuple_GET_SIZE(bases) > 0 ? class_with_type(PyTuple_GET_ITEM(bases, 0)) : nullptr;
  if (base == nullptr) {
    PyErr_SetString(PyExc_TypeError, "not a class of the language");
    return nullptr;
  }
  PyRef own_contents = PyRef::steal(PyDict_Copy(contents));
  std::optional<std::string> text = text_of(name);
  if (!own_contents || !text) return nullptr;
  return guarded([&]() -> PyObject* {
    const lang::Type* type = base->type;
    if (type->kind() == lang::TypeKind::structure) type = lang::Type::structure(*text, type->fields());
    auto* base_class = reinterpret_cast<PyTypeObject*>(PyTuple_GET_ITEM(bases, 0));
    PyTypeObject* cls = new_class(name, base_class, own_contents.get(), type);
    auto* object = reinterpret_cast<PyObject*>(cls);
    if (cls != nullptr) {
      as_class(object)->id = type->is_scalar() ? next_class_id() : 0;
      remember_class(as_class(object));
    }
    return object;
  });
}

// What `super()` and `__class__` in a method stand for. The method is dropped, but the compiler asks for its class.
bool give_class_cell(PyObject* contents, PyObject* cls) {
  PyObject* cell = PyDict_GetItemString(contents, "__classcell__");
  return cell == nullptr || !PyCell_Check(cell) || PyCell_Set(cell, cls) == 0;
}

// `class Res(Struct)`: types and signatures in the body become fields, all else is dropped.
PyObject* struct_meta_new(PyTypeObject* meta, PyObject* args, PyObject* /*keywords*/) {
  PyObject* name = nullptr;
  PyObject* bases = nullptr;
  PyObject* contents = nullptr;
  if (!PyArg_ParseTuple(args, "UO!O!:StructMeta", &name, &PyTuple_Type, &bases, &PyDict_Type, &contents)) {
    return nullptr;
  }
  if (classes().structure == nullptr) return PyType_Type.tp_new(meta, args, nullptr);  // Struct itself
  std::optional<std::string> text = text_of(name);
  if (!text) return nullptr;
  return guarded([&]() -> PyObject* {
    std::vector<lang::Field> fields;
    Py_ssize_t position = 0;
    PyObject* key = nullptr;
    PyObject* value = nullptr;
    while (PyDict_Next(contents, &position, &key, &value)) {
      std::optional<lang::Field> field = field_from(value);
      std::optional<std::string> field_name = PyUnicode_Check(key) ? text_of(key) : std::nullopt;
      if (!field || !field_name) continue;
      field->name = *std::move(field_name);
      fields.push_back(*std::move(field));
    }
    PyRef made = make_class(lang::Type::structure(*text, std::move(fields)));
    return made && give_class_cell(contents, made.get()) ? made.release() : nullptr;
  });
}

// isinstance() is structural; the plain scalars are classes like any (language.md §2).
PyObject* instance_check(PyObject* cls, PyObject* object) {
  const lang::Type* type = as_class(cls)->type;
  if (type == nullptr) Py_RETURN_FALSE;
  if (type->is_scalar() && type->kind() != lang::TypeKind::enumeration) {
    return PyBool_FromLong(PyType_IsSubtype(Py_TYPE(object), reinterpret_cast<PyTypeObject*>(cls)));
  }
  return PyBool_FromLong(is_value(object) && &value_in(object).type() == type ? 1 : 0);
}

PyObject* attribute_error(PyObject* cls, const char* name) {
  PyErr_Format(PyExc_AttributeError, "type object '%.100s' has no attribute '%s'",
               _PyType_Name(reinterpret_cast<PyTypeObject*>(cls)), name);
  return nullptr;
}

PyObject* get_typemap(PyObject* cls, void* /*closure*/) {
  const lang::Type* type = as_class(cls)->type;
  if (type == nullptr || type->kind() != lang::TypeKind::structure) return attribute_error(cls, "TYPEMAP");
  return typemap_of(type);
}

PyObject* get_values(PyObject* cls, void* /*closure*/) {
  const lang::Type* type = as_class(cls)->type;
  if (type == nullptr || type->kind() != lang::TypeKind::enumeration) return attribute_error(cls, "VALUES");
  return text_tuple(type->values());
}

// For inspect.signature(), and so for help() and for an editor's or a notebook's completion.
PyObject* get_signature(PyObject* cls, void* /*closure*/) {
  if (as_class(cls)->type == nullptr) return attribute_error(cls, "__signature__");
  return PyObject_CallOneArg(classes().signature_of, cls);
}

PyMethodDef meta_methods[] = {
    {"__instancecheck__", instance_check, METH_O, nullptr},
    {nullptr, nullptr, 0, nullptr},
};
PyGetSetDef meta_properties[] = {
    {"TYPEMAP", get_typemap, nullptr, nullptr, nullptr},
    {"VALUES", get_values, nullptr, nullptr, nullptr},
    {"__signature__", get_signature, nullptr, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr},
};
PyType_Slot type_meta_slots[] = {
    {Py_tp_new, reinterpret_cast<void*>(type_meta_new)},
    {Py_tp_methods, meta_methods},
    {Py_tp_getset, meta_properties},
    {Py_tp_finalize, reinterpret_cast<void*>(forget_class)},
    {0, nullptr},
};
PyType_Slot struct_meta_slots[] = {
    {Py_tp_new, reinterpret_cast<void*>(struct_meta_new)},
    {0, nullptr},
};
PyType_Spec type_meta_spec = {"pystachio.typing.TypeMeta", sizeof(ClassObject), 0,
                              Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_VECTORCALL, type_meta_slots};
PyType_Spec struct_meta_spec = {"pystachio.composite.StructMeta", sizeof(ClassObject), 0,
                                Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_VECTORCALL,
                                struct_meta_slots};

}  // namespace

bool make_struct_base() {
  PyRef contents = PyRef::steal(Py_BuildValue("{s:s}", "__module__", "pystachio.composite"));
  PyRef args =
      PyRef::steal(contents ? Py_BuildValue("(s(O)O)", "Struct", classes().structural, contents.get()) : nullptr);
  if (!args) return false;
  PyObject* made = PyObject_Call(reinterpret_cast<PyObject*>(classes().struct_meta), args.get(), nullptr);
  if (made == nullptr) return false;
  finish_class(reinterpret_cast<PyTypeObject*>(made), nullptr);
  classes().structure = made;
  return true;
}

bool make_metaclasses() {
  Classes& c = classes();
  c.type_meta = make_heap_type(type_meta_spec, {&PyType_Type});
  if (c.type_meta == nullptr) return false;
  c.struct_meta = make_heap_type(struct_meta_spec, {c.type_meta});
  return c.struct_meta != nullptr;
}

}  // namespace borealis::interp
