// From Python exceptions to diagnostics: the one place.
#pragma once

#include <string>

#include "interp/python.h"
#include "lang/diagnostic.h"
#include "schema/evaluator.h"

namespace borealis::interp {

struct ExceptionContext {
  std::string root_file;            // blamed when no user frame is known
  PyObject* globals = nullptr;      // for near matches of names; may be null
  schema::EvaluationLimits limits;  // for the message of an exceeded limit
};

// What an escaped exception amounts to.
struct Escaped {
  lang::Diagnostic diagnostic;
  lang::Diagnostics more;  // what else is wrong with a file that could not be parsed
  bool refusal = false;    // a constructor's refuse() raised it
  bool final = false;      // a limit was exceeded or the config asked to end: evaluating again is no use
};

// Takes the exception that is set, and clears it. The place is the innermost user frame's expression, further user
// frames are notes; frames of the prelude don't appear.
Escaped take_exception(const ExceptionContext& context);

// "TypeError: text"; at most 500 characters, one line.
std::string describe_exception(PyObject* type, PyObject* value);

}  // namespace borealis::interp
