// Classes: the metaclasses, making a class for a type, and which class stands for a type (language.md §2, §9.1).
#include <map>
#include <memory>
#include <utility>

#include "interp/convert.h"
#include "interp/describe.h"
#include "interp/exceptions.h"
#include "interp/objects.h"
#include "interp/signature.h"
#include "interp/values.h"

namespace borealis::interp {
namespace {

using ClassKey = std::pair<const lang::Type*, lang::ClassId>;

// The class that stands for a type. Not owned: a class that the collector takes leaves the table (forget_class).
std::map<ClassKey, PyTypeObject*>& class_table() {
  static auto* const table = new std::map<ClassKey, PyTypeObject*>;
  return *table;
}

lang::ClassId next_class_id() {
  static lang::ClassId last = 0;
  return ++last;
}

ClassObject* as_class(PyObject* object) {
  return reinterpret_cast<ClassObject*>(object);
}

ClassKey key_of(const ClassObject* cls) {
  return {cls->type, cls->id};
}

void remember_class(ClassObject* cls) {
  class_table().emplace(key_of(cls), reinterpret_cast<PyTypeObject*>(cls));
}

// tp_finalize of a class.
void forget_class(PyObject* cls) {
  const auto found = class_table().find(key_of(as_class(cls)));
  if (found == class_table().end() || found->second != reinterpret_cast<PyTypeObject*>(cls)) return;
  class_table().erase(found);
}

void value_dealloc(PyObject* self) {
  PyTypeObject* cls = Py_TYPE(self);
  Py_CLEAR(as_value(self)->dict);
  std::destroy_at(&as_value(self)->value);
  PyObject_Free(self);
  Py_DECREF(cls);
}

PyTypeObject* base_of(const lang::Type* type) {
  switch (type->kind()) {
    case lang::TypeKind::list:
      return classes().list_container;
    case lang::TypeKind::map:
      return classes().map_container;
    case lang::TypeKind::choice:
      return classes().choice_container;
    case lang::TypeKind::structure:
      return classes().structural;
    case lang::TypeKind::enumeration:
      return classes().enum_container;
    default:
      return classes().simple_object;
  }
}

// Instances hold no Python object but their dict, so they need no collector.
void finish_class(PyTypeObject* cls, const lang::Type* type) {
  as_class(reinterpret_cast<PyObject*>(cls))->type = type;
  cls->tp_vectorcall = type != nullptr ? constructor_of(type->kind()) : nullptr;
  cls->tp_flags &= ~Py_TPFLAGS_HAVE_GC;
  cls->tp_traverse = nullptr;
  cls->tp_clear = nullptr;
  cls->tp_free = PyObject_Free;
  cls->tp_dealloc = value_dealloc;
}

// A class without a body of its own. What type.__new__ spends most of its time on, looking for special methods among
// the contents, has nothing to find: the slots are those of the base.
PyTypeObject* new_plain_class(PyObject* name, PyTypeObject* base, PyObject* contents, const lang::Type* type) {
  PyRef bases = PyRef::steal(PyTuple_Pack(1, base));
  const char* utf8 = PyUnicode_AsUTF8(name);
  if (!bases || utf8 == nullptr) return nullptr;
  PyRef slots = PyRef::steal(PyTuple_New(0));
  if (!slots || PyDict_SetItemString(contents, "__slots__", slots.get()) < 0) return nullptr;
  PyRef object = PyRef::steal(classes().type_meta->tp_alloc(classes().type_meta, 0));
  if (!object) return nullptr;
  auto* heap = reinterpret_cast<PyHeapTypeObject*>(object.get());
  PyTypeObject* cls = &heap->ht_type;
  cls->tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HEAPTYPE | Py_TPFLAGS_BASETYPE;
  heap->ht_name = Py_NewRef(name);
  heap->ht_qualname = Py_NewRef(name);
  heap->ht_slots = slots.release();
  cls->tp_name = utf8;
  cls->tp_base = reinterpret_cast<PyTypeObject*>(Py_NewRef(reinterpret_cast<PyObject*>(base)));
  cls->tp_bases = bases.release();
  cls->tp_basicsize = base->tp_basicsize;
  cls->tp_itemsize = base->tp_itemsize;
  cls->tp_dictoffset = base->tp_dictoffset;
  cls->tp_weaklistoffset = base->tp_weaklistoffset;
  cls->tp_as_async = &heap->as_async;
  cls->tp_as_number = &heap->as_number;
  cls->tp_as_sequence = &heap->as_sequence;
  cls->tp_as_mapping = &heap->as_mapping;
  cls->tp_as_buffer = &heap->as_buffer;
  cls->tp_dict = Py_NewRef(contents);
  cls->tp_dealloc = value_dealloc;
  cls->tp_free = PyObject_Free;
  if (PyType_Ready(cls) < 0) return nullptr;
  finish_class(cls, type);
  return reinterpret_cast<PyTypeObject*>(object.release());
}

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

// Struct: what one derives from. Calling it is an error.
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

}  // namespace

Classes& classes() {
  static Classes all;
  return all;
}

PyTypeObject* make_heap_type(PyType_Spec& spec, std::initializer_list<PyTypeObject*> bases) {
  PyRef tuple = PyRef::steal(PyTuple_New(static_cast<Py_ssize_t>(bases.size())));
  if (!tuple) return nullptr;
  Py_ssize_t i = 0;
  for (PyTypeObject* base : bases) {
    PyTuple_SET_ITEM(tuple.get(), i++, Py_NewRef(reinterpret_cast<PyObject*>(base)));
  }
  PyObject* made = bases.size() == 0 ? PyType_FromSpec(&spec) : PyType_FromSpecWithBases(&spec, tuple.get());
  return reinterpret_cast<PyTypeObject*>(made);
}

ClassObject* class_with_type(PyObject* object) {
  if (!PyObject_TypeCheck(object, classes().type_meta)) return nullptr;
  ClassObject* cls = as_class(object);
  return cls->type != nullptr ? cls : nullptr;
}

vectorcallfunc constructor_of(lang::TypeKind kind) {
  switch (kind) {
    case lang::TypeKind::list:
      return construct_list;
    case lang::TypeKind::map:
      return construct_map;
    case lang::TypeKind::choice:
      return construct_choice;
    case lang::TypeKind::structure:
      return construct_struct;
    default:
      return construct_scalar;
  }
}

PyRef make_class(const lang::Type* type) {
  const bool plain = type->is_scalar() && type->kind() != lang::TypeKind::enumeration;
  PyRef name = PyRef::steal(to_unicode(type->name()));
  PyRef contents = PyRef::steal(Py_BuildValue("{s:s}", "__module__", plain ? "pystachio.basic" : "pystachio.typing"));
  if (!name || !contents) return {};
  PyRef cls =
      PyRef::steal(reinterpret_cast<PyObject*>(new_plain_class(name.get(), base_of(type), contents.get(), type)));
  if (!cls) return {};
  ClassObject* made = as_class(cls.get());
  made->id = type->kind() == lang::TypeKind::enumeration ? next_class_id() : 0;
  remember_class(made);
  return cls;
}

PyRef class_for(const lang::Type* type, lang::ClassId id) {
  const auto found = class_table().find({type, id});
  if (found != class_table().end()) return PyRef::borrow(reinterpret_cast<PyObject*>(found->second));
  PyRef cls = make_class(type);
  if (!cls) return {};
  ClassObject* made = as_class(cls.get());
  if (made->id != id) {  // the class that stands for an enum's type itself
    forget_class(cls.get());
    made->id = id;
    remember_class(made);
  }
  return cls;
}

PyObject* wrap_as(PyTypeObject* cls, lang::ValuePtr value) {
  auto* self = PyObject_New(ValueObject, cls);
  if (self == nullptr) return nullptr;
  self->dict = nullptr;
  new (&self->value) lang::ValuePtr(std::move(value));
  return reinterpret_cast<PyObject*>(self);
}

PyObject* wrap_like(PyObject* self, lang::ValuePtr value) {
  if (&value->type() == &value_in(self).type()) return wrap_as(Py_TYPE(self), std::move(value));
  return wrap(std::move(value));
}

bool is_value(PyObject* object) {
  return PyObject_TypeCheck(Py_TYPE(object), classes().type_meta);
}

lang::ValuePtr value_of(PyObject* object) {
  return is_value(object) ? as_value(object)->value : lang::ValuePtr();
}

PyObject* wrap(lang::ValuePtr value) {
  const PyRef cls = class_for(&value->type(), value->class_id());
  return cls ? wrap_as(reinterpret_cast<PyTypeObject*>(cls.get()), std::move(value)) : nullptr;
}

bool make_classes() {
  return make_exceptions() && make_metaclasses() && make_marker_types() && make_object_type() && make_scalar_types() &&
         make_list_type() && make_map_type() && make_choice_type() && make_struct_type() && make_struct_base() &&
         make_signature_type() && make_ref_type() && make_environment_type();
}

}  // namespace borealis::interp
