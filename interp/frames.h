// The running frames, read from the interpreter's own records: asking the public API would make a frame object for
// each call, ten times the price (platform.md §4).
#pragma once

#include "interp/python.h"

namespace borealis::interp {

struct Instruction {
  PyCodeObject* code = nullptr;  // borrowed; null: none
  int offset = 0;                // in bytes
};

// Where the nearest user frame stands.
Instruction nearest_user_instruction();
// The same without allocating anything, for signal handlers: code that was never looked at doesn't count.
Instruction nearest_known_instruction();

// Whether the author's code is what asked: for an import that is under way, or for an environment variable. Frames of
// frozen modules (importlib, os) only pass on what they were asked; other modules ask for themselves.
bool asked_by_user_code();

}  // namespace borealis::interp
