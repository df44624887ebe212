// Waiting for instances to reach a state. (cli.md §7.1)
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "client/commands/options.h"
#include "client/context.h"
#include "client/engine.h"

namespace borealis::client {

// Until the newest task of each instance runs or has ended (RUNNING), or has ended (FINISHED); at once for PENDING.
// Only `instances` when they are given, which must all be there. ErrorClass::unreachable when time is up.
lang::Status wait_for_instances(Engine& engine, const schema::JobKey& key, const std::optional<Instances>& instances,
                                WaitUntil until, std::chrono::seconds timeout, Context& context);

}  // namespace borealis::client
