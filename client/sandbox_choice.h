// Whether configs are trusted: the command line, then the project (docs/security.md). What confines them is the
// evaluator's.
#pragma once

#include <vector>

#include "client/commands/options.h"
#include "client/context.h"
#include "client/validate/projects.h"
#include "lang/result.h"
#include "schema/evaluator.h"

namespace borealis::client {

schema::SandboxOptions sandbox_for(const ConfigOptions& config, const Project& project);

// To be asked before the first evaluation of a command, with the projects of its files: warns of what will not be
// confined. ErrorClass::usage when that was required, or a directory of --sandbox-read is none: nothing is evaluated
// then.
lang::Status check_sandbox(const ConfigOptions& config, const std::vector<const Project*>& projects, Context& context);

}  // namespace borealis::client
