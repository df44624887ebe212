// Hints: which name may have been meant.
#pragma once

#include <string>

#include "interp/python.h"

namespace borealis::interp {

// For a name that is not defined in a config: a word of Python 2, JSON or another loader, or the nearest of the
// namespace's and Python's own names. Empty when there is none.
std::string hint_for_name(const std::string& name, PyObject* globals);

// For an attribute that `object` lacks (`object` may be null).
std::string hint_for_attribute(const std::string& name, PyObject* object);

// For a module that was not found, imported from `file`: a config file of that name may stand beside it.
std::string hint_for_module(const std::string& module, const std::string& file);

// For a file that is not there: the nearest name in its folder. Empty when the folder is not there, or must not be
// read.
std::string hint_for_file(const std::string& file);

// The names that are near to `jobs` and set in the namespace; empty when there is none.
std::string name_like_jobs(PyObject* globals);

}  // namespace borealis::interp
