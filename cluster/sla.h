// Whether a job can do without one of its tasks for a while. (api.md §18.1)
#pragma once

#include "cluster/tasks.h"

namespace borealis::cluster {

// What the policy says about ending `task`. A coordinator is asked by nobody here: its answer counts as no.
bool allows_end(const api::SlaPolicy& policy, const Task& task, const Tasks& tasks, Millis now);

}  // namespace borealis::cluster
