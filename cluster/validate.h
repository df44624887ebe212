// Whether the cluster takes a configuration. Fills in what a scheduler fills in. (api.md §10)
#pragma once

#include <optional>
#include <string>

#include "client/api/messages.h"
#include "schema/scheduler_limits.h"

namespace borealis::cluster {

// Those of a scheduler with default settings.
const schema::SchedulerLimits& limits();

// nullopt: it is fine, and normalized now. Else why it is refused.
std::optional<std::string> validate_task(api::TaskConfig& config, int instances);
std::optional<std::string> validate_job(api::JobConfiguration& job);
// The size of a job after an operation.
std::optional<std::string> validate_size(long instances);

bool is_valid(const api::JobKey& key);

}  // namespace borealis::cluster
