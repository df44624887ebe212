// Tasks and keys of the API as the commands see them.
#pragma once

#include "client/api/messages.h"
#include "client/engine.h"

namespace borealis::client::aurora {

api::JobKey to_api(const schema::JobKey& key);
schema::JobKey from_api(const api::JobKey& key, const std::string& cluster);

// `raw` is filled only when asked for: it is most of the work.
TaskStatus to_status(const api::ScheduledTask& task, const std::string& cluster, bool with_raw);

// By instance, then oldest first.
void sort_tasks(std::vector<TaskStatus>& tasks);

// All tasks of a job, and what narrows that down.
api::TaskQuery query_for(const api::JobKey& key);
api::TaskQuery query_for(const api::JobKey& key, const std::optional<Instances>& instances, bool active_only);

// Of the first event; 0 when there is none.
std::int64_t first_time(const api::ScheduledTask& task);

}  // namespace borealis::client::aurora
