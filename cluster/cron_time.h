// When a cron schedule fires, in UTC. (api.md §15.2)
#pragma once

#include <optional>
#include <string>

#include "cluster/clock.h"
#include "schema/cron.h"

namespace borealis::cluster {

// The first full minute after `after` that matches; nothing: none within the next years (30 February).
std::optional<Millis> next_run(const schema::CronSchedule& schedule, Millis after);

// The schedule with its values merged: `*/20 8-10 * * MON-FRI` is `0,20,40 8-10 * * 1-5`.
std::string canonical(const schema::CronSchedule& schedule);

}  // namespace borealis::cluster
