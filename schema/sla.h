// Whether an SLA policy ever lets an instance be taken away. Policies that do not are refused. (schema.md §13)
#pragma once

#include <cstdint>

#include "schema/job.h"

namespace borealis::schema {

bool lets_one_go(const CountSlaPolicy& policy, std::int64_t instances);
// Computed as a scheduler does, in doubles.
bool lets_one_go(const PercentageSlaPolicy& policy, std::int64_t instances);

}  // namespace borealis::schema
