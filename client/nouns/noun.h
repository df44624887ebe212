// A verb as the command line knows it: its help, and how its options are declared and read.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "client/context.h"
#include "client/help.h"
#include "lang/result.h"

namespace CLI {
class App;
}

namespace borealis::client {

using Words = std::vector<std::string>;
// What a parsed command line comes to, given its positionals: the command's exit code, or wrong usage.
using Run = std::function<lang::Result<int>(const Words&, Context&)>;
// Declares the verb's options.
using Build = Run (*)(CLI::App&);

struct Verb {
  VerbHelp help;
  Build build;
};

}  // namespace borealis::client
