// The small JSON pages of a scheduler. (api.md §21, scheduler.md §4)
#pragma once

#include <optional>
#include <string>

#include "cluster/core.h"
#include "lang/data.h"

namespace borealis::cluster {

// Each takes the core's lock.
lang::Data quotas_page(Core& core, const std::optional<std::string>& role);
lang::Data tiers_page();
lang::Data cron_page(Core& core);
lang::Data maintenance_page(Core& core);
lang::Data pending_tasks_page(Core& core);
lang::Data offers_page(Core& core);

// Where /mname/ROLE/ENVIRONMENT/NAME/INSTANCE[/REST] leads.
struct TaskRedirect {
  int status = 307;      // or 404, 400
  std::string location;  // of 307
  std::string text;      // of the others
};
TaskRedirect redirect_to_task(Core& core, const std::string& path, const std::string& query);

}  // namespace borealis::cluster
