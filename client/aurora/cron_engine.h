// Cron over a scheduler's API. (api.md §15)
#pragma once

#include <memory>
#include <string>

#include "client/aurora/connection.h"
#include "client/engine_cron.h"

namespace borealis::client::aurora {

std::unique_ptr<CronEngine> make_cron_engine(Connection connection, const std::string& cluster);

}  // namespace borealis::client::aurora
