#include "client/operations.h"

#include <fmt/format.h>

#include "client/aurora/admin_engine.h"
#include "client/aurora/cron_engine.h"
#include "client/clusters.h"
#include "client/interrupt.h"

namespace borealis::client {

namespace {

aurora::EngineOptions engine_options() {
  aurora::EngineOptions options;
  options.pause = &interruptible_sleep;
  return options;
}

}  // namespace

lang::Result<std::unique_ptr<CronEngine>> connect_cron(const std::string& cluster, Context& context) {
  auto found = find_cluster(context, cluster);
  if (!found) return std::move(found).error();
  return aurora::open_cron_engine(*found, engine_options());
}

lang::Result<std::unique_ptr<AdminEngine>> connect_admin(const std::string& cluster, Context& context) {
  auto found = find_cluster(context, cluster);
  if (!found) return std::move(found).error();
  return aurora::open_admin_engine(*found, engine_options());
}

lang::Status must_be_able_to_ask(bool yes, const std::string& what, const Context& context) {
  if (yes || can_ask(context)) return lang::Unit{};
  return lang::Error{lang::ErrorClass::usage,
                     fmt::format("{} wants a yes, and there is no terminal to ask on", what),
                     "--yes says it beforehand; nothing was sent",
                     {}};
}

bool go_ahead(bool yes, const std::string& question, Context& context) {
  if (yes || confirm(context, question)) return true;
  say(context, "nothing was changed");
  return false;
}

}  // namespace borealis::client
