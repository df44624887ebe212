// The language as the program's interpreter has it: `pystachio` and the schema modules, none of them a file
// (language.md §1, §17).
#pragma once

#include "interp/python.h"

namespace borealis::interp {

// Makes `pystachio` and the prelude importable and the classes ready. Called once, right after the interpreter
// started. False: a Python exception is set.
[[nodiscard]] bool install_classes();

// Puts every name that a config sees into `globals` (without `include`, which is the loader's). Called once a pass.
// False: a Python exception is set.
[[nodiscard]] bool fill_namespace(PyObject* globals);

}  // namespace borealis::interp
