// Telling an error that the sandbox caused from one that the config would have had anyway.
#pragma once

#include <string>

#include "interp/python.h"

namespace borealis::interp {

struct Denial {
  bool direct = false;  // the exception itself; else it followed from one
  std::string hint;     // empty: the sandbox had nothing to do with it
};

// Of an exception that escaped; nothing to say unless this process is confined.
Denial denial_behind(PyObject* exception);

// Why a file can't be read, when that is the sandbox's doing: a hint, or "".
std::string denial_of_reading(const std::string& file, int error);

}  // namespace borealis::interp
