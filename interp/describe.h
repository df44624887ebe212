// Types as plain Python data (language.md §21), and the functions that make types (§2).
#pragma once

#include <string>
#include <vector>

#include "interp/python.h"
#include "lang/type.h"

namespace borealis::interp {

// A new reference to ('List', ('String',)) and the like.
PyObject* description_of(const lang::Type* type);
// Name -> TypeSignature.
PyObject* typemap_of(const lang::Type* type);
PyObject* text_tuple(const std::vector<std::string>& texts);

// The functions of the module. A new class every time.
PyObject* enum_of(PyObject* module, PyObject* args);
PyObject* list_of(PyObject* module, PyObject* args);
PyObject* map_of(PyObject* module, PyObject* args);
PyObject* choice_of(PyObject* module, PyObject* args);
PyObject* type_from_description(PyObject* module, PyObject* description);

}  // namespace borealis::interp
