// The embedded interpreter of the evaluating child.
#pragma once

#include <string>

#include "lang/result.h"

namespace borealis::interp {

// Starts CPython: isolated, without `site`, with a fixed hash seed, the collector off, and the standard library of
// Debian's Python importable. To be called once, in the child or before it is forked. `file` becomes sys.argv[0].
lang::Status start_interpreter(const std::string& file);

// In a fork of the process that started it, in place of a start.
void continue_interpreter(const std::string& file);

// The version of CPython, and of what it was built for. Needs no interpreter that runs.
std::string language_version();

// Gives what stands in `sys.stdout` and `sys.stderr` to the system.
void flush_output();

}  // namespace borealis::interp
