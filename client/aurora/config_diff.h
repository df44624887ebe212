// How two configurations of a task differ, field by field, in the words of the config language.
#pragma once

#include <vector>

#include "client/api/messages.h"
#include "client/aurora/compare_data.h"
#include "client/plan.h"

namespace borealis::client::aurora {

// `after` should be as the scheduler filled it in. Fields of the message that only mirror a field of the job
// (resources, constraints ...) are named once.
std::vector<FieldChange> compare_configs(const api::TaskConfig& before, const api::TaskConfig& after);
// The job's fields that don't hold their default, as of something that is not there yet.
std::vector<FieldChange> describe_config(const api::TaskConfig& config);

}  // namespace borealis::client::aurora
