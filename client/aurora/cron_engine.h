// Cron over a scheduler's API. (api.md §15)
#pragma once

#include <memory>

#include "client/aurora/aurora_engine.h"
#include "client/engine_cron.h"

namespace borealis::client::aurora {

// Errors are those of open_connection. Nothing is sent yet.
lang::Result<std::unique_ptr<CronEngine>> open_cron_engine(const Cluster& cluster, const EngineOptions& options = {});
std::unique_ptr<CronEngine> make_cron_engine(Connection connection, const std::string& cluster);

}  // namespace borealis::client::aurora
