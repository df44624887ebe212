// The verbs of `task` that reach into a sandbox.
#pragma once

#include <vector>

#include "client/nouns/noun.h"

namespace borealis::client {

std::vector<Verb> remote_task_verbs();

}  // namespace borealis::client
