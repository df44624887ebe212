// A plan as people and programs read it.
#pragma once

#include <string>

#include "client/engine.h"
#include "client/output.h"
#include "lang/data.h"

namespace borealis::client {

// "create", "update", "schedule", "replace", "unchanged".
std::string_view action_name(PlanAction action);
// A heading and a line for what is added, removed and changed; field by field where something differs.
std::string plan_text(const JobPlan& plan, const Style& style);
lang::Data plan_data(const JobPlan& plan);

}  // namespace borealis::client
