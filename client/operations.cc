#include "client/operations.h"

#include "client/aurora/admin_engine.h"
#include "client/aurora/cron_engine.h"
#include "client/jobs.h"

namespace borealis::client {

lang::Result<std::unique_ptr<CronEngine>> connect_cron(const std::string& cluster, Context& context) {
  auto connection = connect_scheduler(cluster, context);
  if (!connection) return std::move(connection).error();
  return aurora::make_cron_engine(std::move(*connection), cluster);
}

lang::Result<std::unique_ptr<AdminEngine>> connect_admin(const std::string& cluster, Context& context) {
  auto reads = connect_scheduler(cluster, context);
  if (!reads) return std::move(reads).error();
  auto admin = connect_scheduler(cluster, context);
  if (!admin) return std::move(admin).error();
  return aurora::make_admin_engine(std::move(*reads), std::move(*admin), cluster);
}

}  // namespace borealis::client
