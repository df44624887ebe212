// The fixed part of an update: which instances it concerns, in which order and groups. (api.md §12.2, §12.3, §12.5)
#pragma once

#include <vector>

#include "cluster/config.h"
#include "cluster/model.h"

namespace borealis::cluster {

// What one instance is before the update and shall be after it; nullptr: it doesn't exist.
struct InstanceChange {
  int instance = 0;
  ConfigPtr before;
  ConfigPtr after;
};

// In the order of rolling forward: additions, changes, removals, each ascending.
std::vector<InstanceChange> changes_of(const api::JobUpdateInstructions& instructions, ConfigTable& configs);

// The settings with the strategy filled in from the deprecated fields. (api.md §12.1 row 3)
void fill_strategy(api::JobUpdateSettings& settings);
bool pauses_after_batch(const api::JobUpdateStrategy& strategy);

// How many of the next waiting instances are started now. `total` instances, of which `waiting` were not started yet
// and `working` are in progress. Rolling back, the instances stand in reverse order.
int next_group(const api::JobUpdateStrategy& strategy, bool forward, int total, int waiting, int working);

}  // namespace borealis::cluster
