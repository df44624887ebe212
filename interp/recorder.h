// Mistakes that a constructor meets: raised in the first pass, noted in the second.
//
// The first pass is faithful: the constructor raises as the original did, and a config may catch it. When an error
// escaped, the file is evaluated again with recording on: a mistake becomes a diagnostic, the field is dropped, and
// evaluation goes on, so that one run reports all independent mistakes.
#pragma once

#include <string>

#include "interp/python.h"
#include "lang/diagnostic.h"

namespace borealis::interp {

// Whether constructors note mistakes (the second pass).
bool recording();

// A constructor refuses something. In the first pass: raises `exception` with `python_text` (the original's words) and
// answers false: return nullptr to Python. In the recording pass: notes `diagnostic` and answers true: drop the field
// (or element) and go on. Also false in the recording pass for a mistake that the config itself had caught in the
// first pass: it is raised again.
//
// `diagnostic` needs rule ("unknown-field", "wrong-type"), message, hint and place: Place{site, field, text}, where the
// text "=" asks for the keyword's name instead of its value. Severity error is the default.
[[nodiscard]] bool refuse(PyObject* exception, const std::string& python_text, lang::Diagnostic diagnostic);

}  // namespace borealis::interp
