#include "client/api/names.h"

#include <algorithm>
#include <cctype>

namespace borealis::api {
namespace {

// The tables that the IDL's compiler writes for each enum.
template <class Enum>
struct Table;
#define BOREALIS_ENUM_TABLE(Enum)                                                        \
  template <>                                                                            \
  struct Table<Enum::type> {                                                             \
    static const std::map<int, const char*>& get() { return _##Enum##_VALUES_TO_NAMES; } \
  };
BOREALIS_ENUM_TABLE(ResponseCode)
BOREALIS_ENUM_TABLE(MaintenanceMode)
BOREALIS_ENUM_TABLE(Mode)
BOREALIS_ENUM_TABLE(CronCollisionPolicy)
BOREALIS_ENUM_TABLE(ScheduleStatus)
BOREALIS_ENUM_TABLE(JobUpdateStatus)
BOREALIS_ENUM_TABLE(JobUpdateAction)
BOREALIS_ENUM_TABLE(JobUpdatePulseStatus)
#undef BOREALIS_ENUM_TABLE

template <class Enum>
std::string find_name(Enum value) {
  const auto& table = Table<Enum>::get();
  const auto found = table.find(static_cast<int>(value));
  return found == table.end() ? std::to_string(static_cast<int>(value)) : std::string(found->second);
}

template <class Enum>
bool is_known(Enum value) {
  return Table<Enum>::get().contains(static_cast<int>(value));
}

template <class Enum>
std::optional<Enum> find_value(std::string_view name) {
  for (const auto& [value, text] : Table<Enum>::get()) {
    if (name == text) return static_cast<Enum>(value);
  }
  return std::nullopt;
}

}  // namespace

std::string name_of(ResponseCode::type value) {
  return find_name(value);
}
std::string name_of(MaintenanceMode::type value) {
  return find_name(value);
}
std::string name_of(Mode::type value) {
  return find_name(value);
}
std::string name_of(CronCollisionPolicy::type value) {
  return find_name(value);
}
std::string name_of(ScheduleStatus::type value) {
  return find_name(value);
}
std::string name_of(JobUpdateStatus::type value) {
  return find_name(value);
}
std::string name_of(JobUpdateAction::type value) {
  return find_name(value);
}
std::string name_of(JobUpdatePulseStatus::type value) {
  return find_name(value);
}

bool known(ResponseCode::type value) {
  return is_known(value);
}
bool known(MaintenanceMode::type value) {
  return is_known(value);
}
bool known(Mode::type value) {
  return is_known(value);
}
bool known(CronCollisionPolicy::type value) {
  return is_known(value);
}
bool known(ScheduleStatus::type value) {
  return is_known(value);
}
bool known(JobUpdateStatus::type value) {
  return is_known(value);
}
bool known(JobUpdateAction::type value) {
  return is_known(value);
}
bool known(JobUpdatePulseStatus::type value) {
  return is_known(value);
}

std::optional<ScheduleStatus::type> schedule_status(std::string_view name) {
  return find_value<ScheduleStatus::type>(name);
}
std::optional<JobUpdateStatus::type> job_update_status(std::string_view name) {
  return find_value<JobUpdateStatus::type>(name);
}
std::optional<MaintenanceMode::type> maintenance_mode(std::string_view name) {
  return find_value<MaintenanceMode::type>(name);
}
std::optional<CronCollisionPolicy::type> cron_collision_policy(std::string_view name) {
  std::string upper(name);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return find_value<CronCollisionPolicy::type>(upper);
}

bool is_active(ScheduleStatus::type status) {
  return active_states().contains(status);
}
bool is_terminal(ScheduleStatus::type status) {
  return terminal_states().contains(status);
}
bool is_assigned(ScheduleStatus::type status) {
  return is_active(status) && status != ScheduleStatus::PENDING && status != ScheduleStatus::THROTTLED;
}
bool is_live(ScheduleStatus::type status) {
  return is_assigned(status) && status != ScheduleStatus::ASSIGNED && status != ScheduleStatus::STARTING;
}

bool is_active(JobUpdateStatus::type status) {
  return active_update_states().contains(status);
}
bool is_awaiting_pulse(JobUpdateStatus::type status) {
  return status == JobUpdateStatus::ROLL_FORWARD_AWAITING_PULSE || status == JobUpdateStatus::ROLL_BACK_AWAITING_PULSE;
}

const std::set<ScheduleStatus::type>& active_states() {
  static const std::set<ScheduleStatus::type> states = {
      ScheduleStatus::PENDING, ScheduleStatus::THROTTLED,  ScheduleStatus::ASSIGNED,   ScheduleStatus::STARTING,
      ScheduleStatus::RUNNING, ScheduleStatus::PREEMPTING, ScheduleStatus::RESTARTING, ScheduleStatus::DRAINING,
      ScheduleStatus::KILLING, ScheduleStatus::PARTITIONED};
  return states;
}

const std::set<ScheduleStatus::type>& terminal_states() {
  static const std::set<ScheduleStatus::type> states = {ScheduleStatus::FINISHED, ScheduleStatus::FAILED,
                                                        ScheduleStatus::KILLED, ScheduleStatus::LOST};
  return states;
}

const std::set<JobUpdateStatus::type>& active_update_states() {
  static const std::set<JobUpdateStatus::type> states = {JobUpdateStatus::ROLLING_FORWARD,
                                                         JobUpdateStatus::ROLLING_BACK,
                                                         JobUpdateStatus::ROLL_FORWARD_PAUSED,
                                                         JobUpdateStatus::ROLL_BACK_PAUSED,
                                                         JobUpdateStatus::ROLL_FORWARD_AWAITING_PULSE,
                                                         JobUpdateStatus::ROLL_BACK_AWAITING_PULSE};
  return states;
}

}  // namespace borealis::api
