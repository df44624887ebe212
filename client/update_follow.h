// Finding an update and following it to its end, for several verbs of `update`. (cli.md §8)
#pragma once

#include <chrono>
#include <string>

#include "client/commands/update_options.h"
#include "client/context.h"
#include "client/engine.h"

namespace borealis::client {

enum class WhichUpdate : std::uint8_t {
  active,            // the one that goes on
  active_or_newest,  // else the last one that ended
};

// The update that is meant: the one of the id, when one is given. ErrorClass::not_found when there is none.
lang::Result<UpdateSummary> find_update(Engine& engine, const UpdateTarget& target, WhichUpdate which);

struct Follow {
  std::chrono::seconds timeout{1800};
  bool rollback_wanted = false;  // rolled back is what was asked for
};

struct Followed {
  int code = 0;
  WatchOutcome outcome;
};
// Watches it on stderr until it is over, time is up or Ctrl-C.
lang::Result<Followed> follow_update(Engine& engine, const UpdateSummary& update, const Follow& follow,
                                     Context& context);

// {"job", "id", "user", "started", "last_modified", "status"}
lang::Data update_data(const UpdateSummary& update);

}  // namespace borealis::client
