// The evaluator's side of interp/recorder.h: which pass it is, and what was noted.
#pragma once

#include <optional>
#include <string>

#include "interp/python.h"
#include "lang/diagnostic.h"

namespace borealis::interp {

// What a refusal that escaped the first pass means: the diagnostic of the refuse() that raised the exception with that
// text last. Nothing when no refuse() did.
std::optional<lang::Diagnostic> refusal_behind(PyObject* exception_type, const std::string& text);

// Begins the recording pass. `escaped` says whether the last refusal is what ended the first pass; all others the
// config caught, and will have to catch again.
void start_recording(bool escaped);
lang::Diagnostics take_noted();

}  // namespace borealis::interp
