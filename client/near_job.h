// A job that somebody may have meant.
#pragma once

#include <string>

#include "client/context.h"
#include "client/engine.h"

namespace borealis::client {

// "did you mean CLUSTER/ROLE/ENV/NAME?", of the job on the cluster whose key is nearest; empty when none is near, the
// job is there, or the cluster can't be asked. For hints of messages that say that there is nothing.
std::string near_job_hint(Engine& engine, const schema::JobKey& key);

}  // namespace borealis::client
