// Included files, parsed once for many evaluations: by a process that runs no config, before it forks those that do.
#pragma once

#include <string>

#include "interp/python.h"

namespace borealis::interp {

// The code of a config file. Null: a Python exception is set.
PyRef parse_file(const std::string& file, const std::string& text);

// Reads a file and keeps its code for the processes forked from now on. What can't be read or parsed is not kept: those
// who include it find out for themselves.
void keep_parsed(const std::string& file);

// The kept code of a file with this very text. Once a process: code belongs to one run of a file (interp/site_table.h).
// Empty: there is none.
PyRef take_parsed(const std::string& file, const std::string& text);

}  // namespace borealis::interp
