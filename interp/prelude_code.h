// The Python part of the value classes and helpers: interp/prelude/.
#pragma once

#include <string_view>

#include "interp/python.h"

namespace borealis::interp {

// The code object of interp/prelude/NAME.py. The program carries it, the Python extension reads a file: each has its
// own definition of this. Null: an exception is set.
PyRef prelude_code(std::string_view name);

// Runs interp/prelude/NAME.py in `globals`. False: an exception is set.
[[nodiscard]] bool run_prelude(std::string_view name, PyObject* globals);

}  // namespace borealis::interp
