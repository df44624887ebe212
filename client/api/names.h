// Names of the API's enum values, and sets of states. (api.md §7)
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client/api/messages.h"

namespace borealis::api {

inline constexpr const char* executor_name = "AuroraExecutor";
inline constexpr const char* update_id_metadata_key = "org.apache.aurora.client.update_id";
inline constexpr const char* bypass_header = "Bypass-Leader-Redirect";

// The name, or the number as text when it is none of ours (a newer scheduler may know more).
std::string name_of(ResponseCode::type value);
std::string name_of(MaintenanceMode::type value);
std::string name_of(Mode::type value);
std::string name_of(CronCollisionPolicy::type value);
std::string name_of(ScheduleStatus::type value);
std::string name_of(JobUpdateStatus::type value);
std::string name_of(JobUpdateAction::type value);
std::string name_of(JobUpdatePulseStatus::type value);

// Whether the number is one of the enum's.
bool known(ResponseCode::type value);
bool known(MaintenanceMode::type value);
bool known(Mode::type value);
bool known(CronCollisionPolicy::type value);
bool known(ScheduleStatus::type value);
bool known(JobUpdateStatus::type value);
bool known(JobUpdateAction::type value);
bool known(JobUpdatePulseStatus::type value);

// Exact names; nothing for others.
std::optional<ScheduleStatus::type> schedule_status(std::string_view name);
std::optional<JobUpdateStatus::type> job_update_status(std::string_view name);
std::optional<MaintenanceMode::type> maintenance_mode(std::string_view name);
// Any letter case, as the configs have it.
std::optional<CronCollisionPolicy::type> cron_collision_policy(std::string_view name);

// PENDING THROTTLED ASSIGNED STARTING RUNNING PREEMPTING RESTARTING DRAINING KILLING PARTITIONED
bool is_active(ScheduleStatus::type status);
// FINISHED FAILED KILLED LOST
bool is_terminal(ScheduleStatus::type status);
// ACTIVE without PENDING and THROTTLED: the task has an agent.
bool is_assigned(ScheduleStatus::type status);
// RUNNING PREEMPTING RESTARTING DRAINING KILLING PARTITIONED: the task has a sandbox.
bool is_live(ScheduleStatus::type status);

// ROLLING_*, *_PAUSED, *_AWAITING_PULSE
bool is_active(JobUpdateStatus::type status);
bool is_awaiting_pulse(JobUpdateStatus::type status);

const std::set<ScheduleStatus::type>& active_states();
const std::set<ScheduleStatus::type>& terminal_states();
const std::set<JobUpdateStatus::type>& active_update_states();

}  // namespace borealis::api
