// The Evaluator of interp: a config runs in a forked child, never in the calling process (DESIGN §4).
#pragma once

#include <memory>

#include "schema/evaluator.h"

namespace borealis::interp {

// Sessions of it live on their own; the child of a session is ended with it. The thread that opens a session must
// outlive it: the child goes with the thread that forked it.
std::unique_ptr<schema::Evaluator> make_evaluator();

}  // namespace borealis::interp
