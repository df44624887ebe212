// The layout of the value classes: what an instance and a class hold, and the classes there are.
//
// Heap types with their own vectorcall; instances are not tracked by the collector (platform.md §3). Classes are, as
// all of Python's.
#pragma once

#include <initializer_list>

#include "interp/python.h"
#include "lang/value.h"

namespace borealis::interp {

// An instance of any value class. `dict` is what a config sets on it; it never shows in the data (language.md §3).
struct ValueObject {
  PyObject_HEAD;
  PyObject* dict;
  lang::ValuePtr value;
};

// A class made by TypeMeta.
struct ClassObject {
  PyHeapTypeObject base;
  const lang::Type* type;  // nullptr: an abstract one (Struct)
  lang::ClassId id;        // of scalar classes: what `==` compares
};

// The classes that everything else hangs on. Valid after make_classes().
struct Classes {
  PyTypeObject* type_meta = nullptr;    // the metaclass of every class with a type
  PyTypeObject* struct_meta = nullptr;  // that of Struct: what subclasses it becomes a struct class
  PyTypeObject* type = nullptr;         // Type
  PyTypeObject* namable = nullptr;      // Namable
  PyTypeObject* object = nullptr;       // Object: the protocol of all values
  PyTypeObject* simple_object = nullptr;
  PyTypeObject* enum_container = nullptr;
  PyTypeObject* structural = nullptr;
  PyTypeObject* list_container = nullptr;
  PyTypeObject* map_container = nullptr;
  PyTypeObject* choice_container = nullptr;
  PyTypeObject* environment = nullptr;
  PyTypeObject* ref = nullptr;
  PyTypeObject* signature = nullptr;  // TypeSignature: what Required() and Default() answer
  PyTypeObject* accessor = nullptr;
  PyObject* structure = nullptr;  // Struct
  PyObject* empty = nullptr;      // Empty
  // Of prelude/foundation.py.
  PyObject* frozendict = nullptr;
  PyObject* type_check = nullptr;
  PyObject* json_load_struct = nullptr;
  PyObject* signature_of = nullptr;
};
Classes& classes();

// --- classes (class_object.cc) ---------------------------------------------------------------------------------------

// The class with a type that `object` is, or nullptr (no exception set).
ClassObject* class_with_type(PyObject* object);
// A new class for a type: named as the type is, based on what its kind is. Null: an exception is set.
PyRef make_class(const lang::Type* type);
// The class that stands for a type (and, for an enum, a class id); made when there is none now. Null: an exception is
// set. It lives as long as somebody owns it: the caller, its values, a module.
PyRef class_for(const lang::Type* type, lang::ClassId id = 0);

// --- instances (class_object.cc) -------------------------------------------------------------------------------------

inline ValueObject* as_value(PyObject* object) {
  return reinterpret_cast<ValueObject*>(object);
}
inline const lang::Value& value_in(PyObject* self) {
  return *as_value(self)->value;
}
// An instance of this class; it must be the value's.
PyObject* wrap_as(PyTypeObject* cls, lang::ValuePtr value);
// Of the same class as `self`, when the value is of the same type.
PyObject* wrap_like(PyObject* self, lang::ValuePtr value);

// hash(): of the raw payload. A type that has its own comparison must name it again.
Py_hash_t hash_value(PyObject* self);

// __reduce_ex__(): what stands behind it (classes, the classes of bindings) is not to be had in another process.
PyObject* refuse_pickling(PyObject* self, PyObject* protocol);

// Makes all of it. False: an exception is set.
[[nodiscard]] bool make_classes();

// --- one per file, for make_classes() --------------------------------------------------------------------------------

bool make_marker_types();
bool make_object_type();
bool make_scalar_types();
bool make_struct_type();
bool make_list_type();
bool make_map_type();
bool make_choice_type();
bool make_environment_type();
bool make_ref_type();
bool make_signature_type();
// A heap type; `bases` nullptr-terminated.
PyTypeObject* make_heap_type(PyType_Spec& spec, std::initializer_list<PyTypeObject*> bases);

// How a class with a type of this kind is called.
vectorcallfunc constructor_of(lang::TypeKind kind);
PyObject* construct_scalar(PyObject* cls, PyObject* const* args, size_t nargsf, PyObject* names);
PyObject* construct_struct(PyObject* cls, PyObject* const* args, size_t nargsf, PyObject* names);
PyObject* construct_list(PyObject* cls, PyObject* const* args, size_t nargsf, PyObject* names);
PyObject* construct_map(PyObject* cls, PyObject* const* args, size_t nargsf, PyObject* names);
PyObject* construct_choice(PyObject* cls, PyObject* const* args, size_t nargsf, PyObject* names);

}  // namespace borealis::interp
