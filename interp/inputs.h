// What a config looked at: files, modules, environment variables (`config inputs`).
#pragma once

#include <string>

#include "schema/evaluator.h"

namespace borealis::interp {

// Begins to watch: files opened for reading, modules that the config itself imports first, variables read through
// os.environ or os.getenv. To be called once, after the interpreter has started.
void watch_inputs();

// A file that the loader read.
void note_file(const std::string& file);

// Everything noted so far, in order of first use; files that could not be opened are left out.
schema::Inputs take_inputs();

}  // namespace borealis::interp
