// Required(), Default() and what they answer (language.md §9.1).
#pragma once

#include <optional>

#include "interp/python.h"
#include "lang/type.h"

namespace borealis::interp {

// The field that a value in the body of a struct class declares, without its name; nothing when it declares none.
std::optional<lang::Field> field_from(PyObject* object);
// TypeSignature of a field.
PyObject* wrap_signature(const lang::Field& field);

// The functions of the module.
PyObject* required(PyObject* module, PyObject* type);
PyObject* default_to(PyObject* module, PyObject* args);

}  // namespace borealis::interp
