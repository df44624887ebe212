// What a runner is told, from what the API was told. (runner.md §9, api.md §14)
#pragma once

#include "cluster/core.h"
#include "lang/result.h"
#include "schema/launch.h"

namespace borealis::cluster {

// Fails when the executor data is no job: the message is the reason of the task's failure.
lang::Result<schema::LaunchSpec> launch_spec(const Launch& launch, const std::string& run_directory,
                                             const std::string& notify_socket);

}  // namespace borealis::cluster
