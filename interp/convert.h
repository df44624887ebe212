// Between Python objects and the payloads of the language.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "interp/python.h"
#include "lang/value.h"

namespace borealis::interp {

// Text of a str; a lone surrogate stands as its three bytes. Nothing: an exception is set.
std::optional<std::string> text_of(PyObject* unicode);
PyObject* to_unicode(std::string_view text);

// A Python object as it is: scalars, texts, lists, tuples, other sequences, mappings and values of the language by
// their content, all else by handle. Never fails; what has no readable str() is named by its class.
lang::Raw raw_of(PyObject* object);

// A new reference to the plain Python object of a payload: tuples and frozendicts for containers, the object itself for
// what was kept by handle. nullptr with an exception set.
PyObject* to_python(const lang::Raw& raw);

// str() and repr() as text; never fail (see raw_of).
std::string str_of(PyObject* object);
std::string repr_of(PyObject* object);

}  // namespace borealis::interp
