// What is said of a value that a constructor refuses.
#pragma once

#include <string>
#include <vector>

#include "interp/build.h"
#include "interp/python.h"
#include "lang/error.h"
#include "lang/type.h"

namespace borealis::interp {

// Offers the mistake to the recorder. The answer is null when it is to be dropped, nothing when an exception is set.
Made refuse_value(PyObject* exception, const std::string& python_text, const lang::Type* expected, PyObject* got,
                  const Origin& origin);
// The same for what lang threw.
Made refuse_value(const lang::LanguageError& error, const lang::Type* expected, PyObject* got, const Origin& origin);

// The required fields in the order in which one would give them: the name first.
std::vector<const lang::Field*> required_fields(const lang::Type& type);

// Positional arguments that are no mappings: `Process('a', 'b')`. False: an exception is set.
bool refuse_positional(const lang::Type* type, PyObject* const* args, Py_ssize_t count, const Origin& origin);

constexpr int kDropped = -1;
constexpr int kRaised = -2;
// For a field that the struct lacks: kRaised with AttributeError set; or, when the recorder noted it, the index of the
// field that was probably meant, else kDropped.
int refuse_field(const lang::Type* type, const std::string& name, const Origin& origin);

}  // namespace borealis::interp
