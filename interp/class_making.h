// What the metaclasses need of the making of classes.
#pragma once

#include "interp/objects.h"

namespace borealis::interp {

inline ClassObject* as_class(PyObject* object) {
  return reinterpret_cast<ClassObject*>(object);
}

lang::ClassId next_class_id();
// From now on the class stands for its type, if none does.
void remember_class(ClassObject* cls);
// tp_finalize of a class.
void forget_class(PyObject* cls);
// What Python has made of a class statement becomes a class of the language, for a type; nullptr: an abstract one.
// Instances hold no Python object but their dict, so they need no collector.
void finish_class(PyTypeObject* cls, const lang::Type* type);

bool make_metaclasses();
// Struct: what one derives from. Calling it is an error.
bool make_struct_base();

}  // namespace borealis::interp
