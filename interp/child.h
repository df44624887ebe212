// The evaluating child: the only process that runs a config.
#pragma once

#include <sys/types.h>

#include "schema/evaluator.h"

namespace borealis::interp {

// Starts Python and makes the language's classes, for the children that are forked from now on. No config runs here.
// What goes wrong is left for each child to find out.
void prepare_children();

// To be called right after fork(), with the child's end of the socket pair, what a confined config prints to (-1: there
// is no sandbox) and the parent's id. Evaluates, sends the
// jobs and the outcome, answers questions until the parent closes, and ends without destroying anything.
[[noreturn]] void run_child(int fd, int printed, pid_t parent, const schema::EvaluationOptions& options);

}  // namespace borealis::interp
