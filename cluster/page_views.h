// What the page shows, as plain data: docs/web-page.md says what the fields mean. Inside Core::read() only.
#pragma once

#include <optional>
#include <string>

#include "cluster/core.h"
#include "lang/data.h"

namespace borealis::cluster {

lang::Data cluster_view(Core& core);
// Nothing: there is no task of that job, nor is it a cron job.
std::optional<lang::Data> job_view(Core& core, const JobId& job);

// What is needed to look at a task's files outside the lock; `run` is empty as long as it has no directory.
std::optional<Launch> launch_of(Core& core, const std::string& task_id);
// Nothing: there is no such task.
std::optional<lang::Data> task_view(Core& core, const std::string& id);
// The id of an instance's ACTIVE task, else of the one that ended last; empty: there is none.
std::string task_of_instance(Core& core, const JobId& job, int instance);

}  // namespace borealis::cluster
