// The program around the commands: streams, signals, the last line of defence.
#pragma once

#include "client/context.h"

namespace borealis::client {

// The whole of main(), the wiring aside. Answers the exit code.
int run_program(int argc, char** argv, schema::Evaluator& evaluator, const Program& program);

}  // namespace borealis::client
