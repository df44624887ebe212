// The command line: nouns, verbs, options, help (cli.md §1, §6).
#pragma once

#include <string>
#include <vector>

#include "client/context.h"

namespace borealis::client {

// Parses the arguments (without the program's name), runs the command and answers its exit code. Wrong usage is told on
// stderr and is 64.
int run_command_line(const std::vector<std::string>& arguments, Context& context);

}  // namespace borealis::client
