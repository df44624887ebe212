// Which tasks and updates a query means. (api.md §12.8, §19)
#pragma once

#include <vector>

#include "cluster/tasks.h"
#include "cluster/updates.h"

namespace borealis::cluster {

// All set fields must match; an empty set or a blank text is not set. By job and task id, after offset and limit.
std::vector<const Task*> find_tasks(const Tasks& tasks, const api::TaskQuery& query);
// Newest modification first, after offset and limit.
std::vector<const Update*> find_updates(const Updates& updates, const api::JobUpdateQuery& query);

}  // namespace borealis::cluster
