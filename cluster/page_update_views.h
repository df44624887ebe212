// What the page shows of updates, as plain data: docs/web-page.md says what the fields mean. Inside Core::read() only.
#pragma once

#include <optional>
#include <string>

#include "cluster/core.h"
#include "lang/data.h"

namespace borealis::cluster {

lang::Data update_brief(const Update& update);
// The latest ones, newest first; all of them unless `job` says whose.
lang::Data updates_view(Core& core, const JobId* job);
// Nothing: there is no such update of that job.
std::optional<lang::Data> update_view(Core& core, const JobId& job, const std::string& id);

}  // namespace borealis::cluster
