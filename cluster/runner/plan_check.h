// Whether the processes of a task make a plan at all. (runner.md §2, §3.1)
#pragma once

#include <optional>
#include <string>

#include "schema/job.h"

namespace borealis::runner {

// What is wrong with it, in the words of runner.md §3.1; nothing when it can be run.
std::optional<std::string> plan_problem(const schema::Task& task);

}  // namespace borealis::runner
