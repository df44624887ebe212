// Environments and references as Python objects, and the arguments of bind() (language.md §10, §11).
#pragma once

#include <optional>
#include <vector>

#include "interp/python.h"
#include "lang/scope.h"

namespace borealis::interp {

PyObject* wrap_environment(lang::EnvironmentPtr environment);
PyObject* wrap_ref(lang::Ref ref);
// The Ref behind a Ref object or an address; nothing: InvalidRefError is set.
std::optional<lang::Ref> ref_from(PyObject* object);

// The scopes that the arguments of bind(*args, **keywords) stand for. False: an exception is set.
bool collect_bindings(PyObject* args, PyObject* keywords, std::vector<lang::Binding>& bindings);
// One positional argument of it.
bool collect_binding(PyObject* object, std::vector<lang::Binding>& bindings);

}  // namespace borealis::interp
