// What a config looked at: files, modules, environment variables (`config inputs`).
#pragma once

#include <functional>
#include <string>

#include "schema/evaluator.h"

namespace borealis::interp {

enum class InputKind : std::uint8_t { file = 0, module = 1, variable = 2 };

// Begins to watch: files opened for reading, modules that the config itself imports first, variables read through
// os.environ or os.getenv. To be called once, after the interpreter has started. `sink` gets each when it is first
// looked at, so that they are known however the evaluation ends.
void watch_inputs(std::function<void(InputKind, const std::string&)> sink = {});

// A file that the loader read.
void note_file(const std::string& file);

// Everything noted so far, in order of first use; files that could not be opened are left out.
schema::Inputs take_inputs();

// The same for what a sink got: adds one, and leaves out files that can't be read.
void add_input(schema::Inputs& inputs, InputKind kind, std::string name);
void drop_unreadable(schema::Inputs& inputs);

}  // namespace borealis::interp
