// The engines of those who run jobs and clusters, for the commands.
#pragma once

#include <memory>
#include <string>

#include "client/context.h"
#include "client/engine_admin.h"
#include "client/engine_cron.h"

namespace borealis::client {

// Of the cluster of that name; ErrorClass::not_found when there is none.
lang::Result<std::unique_ptr<CronEngine>> connect_cron(const std::string& cluster, Context& context);
lang::Result<std::unique_ptr<AdminEngine>> connect_admin(const std::string& cluster, Context& context);

}  // namespace borealis::client
