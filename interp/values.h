// What the loader needs to know of the Python-visible classes.
//
// The value classes are heap types around lang values; the module is `pystachio` with its submodules, and the prelude
// adds the helpers and constants of a config (language.md §1, §17).
#pragma once

#include "interp/python.h"
#include "lang/value.h"

namespace borealis::interp {

// Makes `pystachio` and the prelude importable and the classes ready. Called once, right after the interpreter
// started. False: a Python exception is set.
[[nodiscard]] bool install_classes();

// Puts every name that a config sees into `globals` (without `include`, which is the loader's). Called once a pass.
// False: a Python exception is set.
[[nodiscard]] bool fill_namespace(PyObject* globals);

// Whether `object` is a value of the language (an instance of a scalar, list, map, choice or struct class).
bool is_value(PyObject* object);

// The value behind an instance; null when is_value() is false.
lang::ValuePtr value_of(PyObject* object);

// A new reference to an instance around `value`; nullptr with an exception set on failure.
PyObject* wrap(lang::ValuePtr value);

}  // namespace borealis::interp
