// The exception classes of the language, under the names and bases that a config knows (language.md §3, §11, §12), and
// the way of a LanguageError into Python.
#pragma once

#include <new>
#include <utility>

#include "interp/python.h"
#include "lang/error.h"

namespace borealis::interp {

struct Exceptions {
  PyObject* coercion_error = nullptr;        // Object.CoercionError(ValueError)
  PyObject* interpolation_error = nullptr;   // Object.InterpolationError(Exception)
  PyObject* invalid_ref_error = nullptr;     // Ref.InvalidRefError(Exception)
  PyObject* template_error = nullptr;        // MustacheParser.Error(Exception)
  PyObject* uninterpolatable = nullptr;      // MustacheParser.Uninterpolatable(Error)
  PyObject* namable_error = nullptr;         // Namable.Error(Exception)
  PyObject* naming_error = nullptr;          // Namable.NamingError(Error)
  PyObject* unnamable = nullptr;             // Namable.Unnamable(NamingError)
  PyObject* not_found = nullptr;             // Namable.NotFound(NamingError)
  PyObject* is_not_mapping_error = nullptr;  // IsNotMappingError(ValueError)
  PyObject* limit_error = nullptr;           // ours: a guard that the original lacks (RecursionError)
};

// Valid after make_exceptions().
const Exceptions& exceptions();
[[nodiscard]] bool make_exceptions();

// The Python class of a kind, and raising one.
PyObject* exception_class(lang::ErrorKind kind);
void raise(const lang::LanguageError& error);

// Runs what may throw LanguageError, or find no memory; then, or when it answers nullptr, an exception is set.
template <class F>
auto guarded(F&& body) -> decltype(body()) {
  try {
    return std::forward<F>(body)();
  } catch (const lang::LanguageError& error) {
    raise(error);
  } catch (const std::bad_alloc&) {
    PyErr_NoMemory();
  }
  if constexpr (std::is_pointer_v<decltype(body())>) {
    return nullptr;
  } else {
    return decltype(body())(-1);
  }
}

}  // namespace borealis::interp
