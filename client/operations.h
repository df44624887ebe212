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

// What stands before anything that can't be undone: on a terminal the question, elsewhere --yes.
// Nothing yet sent: ErrorClass::usage when nobody can be asked and `yes` is not set. `what` is "draining 3 hosts".
lang::Status must_be_able_to_ask(bool yes, const std::string& what, const Context& context);
// Asks unless `yes`. False: the answer was no, and that was said.
bool go_ahead(bool yes, const std::string& question, Context& context);

}  // namespace borealis::client
