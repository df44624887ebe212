// Classes: making one for a type, and which class stands for a type (language.md §2, §9.1).
#include <map>
#include <memory>
#include <utility>

#include "interp/class_making.h"
#include "interp/convert.h"
#include "interp/exceptions.h"
#include "interp/objects.h"
#include "interp/values.h"

namespace borealis::interp {
namespace {

using ClassKey = std::pair<const lang::Type*, lang::ClassId>;

// The class that stands for a type. Not owned: a class that the collector takes leaves the table (forget_class).
std::map<ClassKey, PyTypeObject*>& class_table() {
  static auto* const table = new std::map<ClassKey, PyTypeObject*>;
  return *table;
}

ClassKey key_of(const ClassObject* cls) {
  return {cls->type, cls->id};
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

}  // namespace

lang::ClassId next_class_id() {
  static lang::ClassId last = 0;
  return ++last;
}

void remember_class(ClassObject* cls) {
  class_table().emplace(key_of(cls), reinterpret_cast<PyTypeObject*>(cls));
}

void forget_class(PyObject* cls) {
  const auto found = class_table().find(key_of(as_class(cls)));
  if (found == class_table().end() || found->second != reinterpret_cast<PyTypeObject*>(cls)) return;
  class_table().erase(found);
}

void finish_class(PyTypeObject* cls, const lang::Type* type) {
  as_class(reinterpret_cast<PyObject*>(cls))->type = type;
  cls->tp_vectorcall = type != nullptr ? constructor_of(type->kind()) : nullptr;
  cls->tp_flags &= ~Py_TPFLAGS_HAVE_GC;
  cls->tp_traverse = nullptr;
  cls->tp_clear = nullptr;
  cls->tp_free = PyObject_Free;
  cls->tp_dealloc = value_dealloc;
}

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
