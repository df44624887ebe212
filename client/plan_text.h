// A plan as people and programs read it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/output.h"
#include "client/plan.h"
#include "lang/data.h"

namespace borealis::client {

// "create", "update", "schedule", "replace", "unchanged".
std::string_view action_name(PlanAction action);
// The plan with *** in the place of passwords, keys and tokens (client/secrets.h): what is shown and printed.
JobPlan mask_plan(JobPlan plan);
// "3 jobs: 1 to create, 2 unchanged"
std::string plan_summary(const std::vector<JobPlan>& plans);
// A heading and a line for what is added, removed and changed; field by field where something differs, and how
// an update goes.
std::string plan_text(const JobPlan& plan, const Style& style);
lang::Data plan_data(const JobPlan& plan);

}  // namespace borealis::client
