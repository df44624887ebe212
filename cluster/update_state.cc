#include "cluster/update_state.h"

#include <algorithm>
#include <array>
#include <utility>

namespace borealis::cluster {

namespace {

using U = api::JobUpdateStatus;
using Step = std::pair<UpdateStatus, UpdateStatus>;

constexpr auto kSteps = std::to_array<Step>({
    {U::ROLLING_FORWARD, U::ROLLING_BACK},
    {U::ROLLING_FORWARD, U::ROLL_FORWARD_PAUSED},
    {U::ROLLING_FORWARD, U::ROLL_FORWARD_AWAITING_PULSE},
    {U::ROLLING_FORWARD, U::ROLLED_FORWARD},
    {U::ROLLING_FORWARD, U::ABORTED},
    {U::ROLLING_FORWARD, U::FAILED},
    {U::ROLLING_FORWARD, U::ERROR},

    {U::ROLLING_BACK, U::ROLL_BACK_PAUSED},
    {U::ROLLING_BACK, U::ROLL_BACK_AWAITING_PULSE},
    {U::ROLLING_BACK, U::ROLLED_BACK},
    {U::ROLLING_BACK, U::ABORTED},
    {U::ROLLING_BACK, U::FAILED},
    {U::ROLLING_BACK, U::ERROR},

    {U::ROLL_FORWARD_PAUSED, U::ROLLING_BACK},
    {U::ROLL_FORWARD_PAUSED, U::ROLLING_FORWARD},
    {U::ROLL_FORWARD_PAUSED, U::ROLL_FORWARD_AWAITING_PULSE},
    {U::ROLL_FORWARD_PAUSED, U::ABORTED},
    {U::ROLL_FORWARD_PAUSED, U::ERROR},

    {U::ROLL_BACK_PAUSED, U::ROLLING_BACK},
    {U::ROLL_BACK_PAUSED, U::ROLL_BACK_AWAITING_PULSE},
    {U::ROLL_BACK_PAUSED, U::ABORTED},
    {U::ROLL_BACK_PAUSED, U::ERROR},

    {U::ROLL_FORWARD_AWAITING_PULSE, U::ROLLING_BACK},
    {U::ROLL_FORWARD_AWAITING_PULSE, U::ROLLING_FORWARD},
    {U::ROLL_FORWARD_AWAITING_PULSE, U::ROLL_FORWARD_PAUSED},
    {U::ROLL_FORWARD_AWAITING_PULSE, U::ABORTED},
    {U::ROLL_FORWARD_AWAITING_PULSE, U::ERROR},

    {U::ROLL_BACK_AWAITING_PULSE, U::ROLLING_BACK},
    {U::ROLL_BACK_AWAITING_PULSE, U::ROLL_BACK_PAUSED},
    {U::ROLL_BACK_AWAITING_PULSE, U::ABORTED},
    {U::ROLL_BACK_AWAITING_PULSE, U::ERROR},
});

}  // namespace

bool is_rolling(UpdateStatus status) {
  return status == U::ROLLING_FORWARD || status == U::ROLLING_BACK;
}

bool is_forward(UpdateStatus status) {
  return status == U::ROLLING_FORWARD || status == U::ROLL_FORWARD_PAUSED || status == U::ROLL_FORWARD_AWAITING_PULSE;
}

bool may_follow(UpdateStatus from, UpdateStatus to) {
  return std::ranges::find(kSteps, Step{from, to}) != kSteps.end();
}

std::optional<UpdateStatus> after_pause(UpdateStatus from) {
  if (!is_active(from)) return std::nullopt;
  return is_forward(from) ? U::ROLL_FORWARD_PAUSED : U::ROLL_BACK_PAUSED;
}

std::optional<UpdateStatus> after_resume(UpdateStatus from, bool overdue) {
  if (!is_active(from)) return std::nullopt;
  // Only a paused update is set going by this call; one that rolls or waits for its pulse stays as it is.
  if (from != U::ROLL_FORWARD_PAUSED && from != U::ROLL_BACK_PAUSED) return from;
  const UpdateStatus rolling = is_forward(from) ? U::ROLLING_FORWARD : U::ROLLING_BACK;
  return overdue ? awaiting_pulse(rolling) : rolling;
}

UpdateStatus after_pulse(UpdateStatus from) {
  if (from == U::ROLL_FORWARD_AWAITING_PULSE) return U::ROLLING_FORWARD;
  if (from == U::ROLL_BACK_AWAITING_PULSE) return U::ROLLING_BACK;
  return from;
}

UpdateStatus awaiting_pulse(UpdateStatus rolling) {
  return rolling == U::ROLLING_BACK ? U::ROLL_BACK_AWAITING_PULSE : U::ROLL_FORWARD_AWAITING_PULSE;
}

}  // namespace borealis::cluster
