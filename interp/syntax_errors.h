// Syntax errors: their exact place, and Python 2 recognised for what it is.
#pragma once

#include <string>

#include "interp/python.h"
#include "lang/diagnostic.h"

namespace borealis::interp {

// For a SyntaxError (or IndentationError, TabError) instance. The rule is `syntax-error`, or `python2-syntax` with the
// spelling of Python 3 as the hint.
//
// A file of Python 2 has more of it than the parser's first: `more` takes the rest.
lang::Diagnostic syntax_diagnostic(PyObject* exception, const std::string& root_file, lang::Diagnostics& more);

}  // namespace borealis::interp
