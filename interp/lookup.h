// find(ref) of structs, lists and maps (language.md §11).
#pragma once

#include "interp/python.h"

namespace borealis::interp {

PyObject* find_in_value(PyObject* self, PyObject* ref);

}  // namespace borealis::interp
