// What a config looked at: files, directories, modules, environment variables (`config inputs`).
#pragma once

#include <functional>
#include <string>

#include "schema/evaluator.h"

namespace borealis::interp {

enum class InputKind : std::uint8_t { file = 0, module = 1, variable = 2, directory = 3, looked_for = 4 };

// Begins to watch: files opened for reading, directories listed, modules that the config itself imports first,
// variables read through os.environ or os.getenv. To be called once, after the interpreter has started. `sink` gets
// each when it is first looked at, so that they are known however the evaluation ends.
void watch_inputs(std::function<void(InputKind, const std::string&)> sink = {});

// A file that the loader read.
void note_file(const std::string& file);
// A path of which was asked whether, and as what, it is there.
void note_looked_for(const std::string& path);

// Where an open descriptor leads to; "" when that can't be told.
std::string path_of_descriptor(int fd);

// Everything noted so far, in order of first use; files and directories that can't be read were looked for only.
schema::Inputs take_inputs();

// The same for what a sink got: adds one, and sorts out what can't be read.
void add_input(schema::Inputs& inputs, InputKind kind, std::string name);
void sort_out_unreadable(schema::Inputs& inputs);

}  // namespace borealis::interp
