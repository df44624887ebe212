#pragma once

#include <vector>

#include "client/context.h"
#include "client/engine.h"

namespace borealis::client {

// A policy that counts on a number of instances isn't adjusted when that number is changed by hand. `doing` is "adding"
// or "killing". (cli.md §7.4, §7.5)
void warn_of_sla_policy(const std::vector<TaskStatus>& tasks, const char* doing, Context& context);

}  // namespace borealis::client
