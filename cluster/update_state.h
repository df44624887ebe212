// The states of a job update and the one table of what may follow what. (api.md §12.4)
#pragma once

#include <optional>

#include "client/api/names.h"

namespace borealis::cluster {

using UpdateStatus = api::JobUpdateStatus::type;

bool is_rolling(UpdateStatus status);  // ROLLING_FORWARD, ROLLING_BACK: instances are being worked on
bool is_forward(UpdateStatus status);  // an active state on the way forward

bool may_follow(UpdateStatus from, UpdateStatus to);

// Where a call leads. Nothing: the call is refused in this state.
std::optional<UpdateStatus> after_pause(UpdateStatus from);
// `overdue`: the update is coordinated and its pulse is late.
std::optional<UpdateStatus> after_resume(UpdateStatus from, bool overdue);
// The state that an update awaiting a pulse enters when the pulse comes, and the way back.
UpdateStatus after_pulse(UpdateStatus from);
UpdateStatus awaiting_pulse(UpdateStatus rolling);

}  // namespace borealis::cluster
