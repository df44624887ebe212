// The processes of a task: what its configuration says of them, and what became of them according to its checkpoint.
#pragma once

#include <string>

#include "cluster/core.h"
#include "lang/data.h"

namespace borealis::cluster {

// Changes whenever processes_view() may: the state of the checkpoint file. Empty: there is none.
std::string checkpoint_tag(const std::string& run_dir, const std::string& task_id);

// {"user", "stages": [...], "processes": [...]}; `run_dir` may be empty: the task has not been begun.
lang::Data processes_view(const Launch& launch, const std::string& run_dir);

}  // namespace borealis::cluster
