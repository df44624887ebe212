// Values of the language as Python objects: heap types around lang values.
#pragma once

#include "interp/python.h"
#include "lang/value.h"

namespace borealis::interp {

// Makes all classes and helpers, once a process: a new dict with every name that a config or script can import, and
// some of ours beside them. Null: an exception is set.
PyRef make_names();

// Whether `object` is a value of the language (an instance of a scalar, list, map, choice or struct class).
bool is_value(PyObject* object);

// The value behind an instance; null when is_value() is false.
lang::ValuePtr value_of(PyObject* object);

// A new reference to an instance around `value`; nullptr with an exception set on failure.
PyObject* wrap(lang::ValuePtr value);

}  // namespace borealis::interp
