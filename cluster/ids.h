// Names that the cluster gives.
#pragma once

#include <string>

#include "cluster/model.h"

namespace borealis::cluster {

// A random UUID (version 4) in its usual form.
std::string new_uuid();

// `<role>-<environment>-<name>-<instance>-<uuid>`, every character outside [A-Za-z0-9_-] as a dash. (api.md §10.3)
std::string new_task_id(const JobId& job, int instance);

}  // namespace borealis::cluster
