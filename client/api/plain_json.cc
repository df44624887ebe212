#include "client/api/plain_json.h"

#include <string_view>
#include <utility>

#include "client/api/names.h"
#include "client/api/walk.h"

namespace borealis::api {
namespace {

using lang::Data;

// Enums travel as numbers; which enum it is follows from where the number stands.
std::optional<std::string> enum_name(std::int64_t value, const WalkPosition& at) {
  const std::string_view structure = at.structure;
  const std::string_view field = at.field;
  const int number = static_cast<int>(value);
  if (field == "status") {
    if (structure == "ScheduledTask" || structure == "TaskEvent") {
      return name_of(static_cast<ScheduleStatus::type>(number));
    }
    if (structure == "JobUpdateState" || structure == "JobUpdateEvent") {
      return name_of(static_cast<JobUpdateStatus::type>(number));
    }
    if (structure == "PulseJobUpdateResult") return name_of(static_cast<JobUpdatePulseStatus::type>(number));
  }
  if (field == "statuses" && structure == "TaskQuery") return name_of(static_cast<ScheduleStatus::type>(number));
  if (field == "updateStatuses") return name_of(static_cast<JobUpdateStatus::type>(number));
  if (field == "responseCode") return name_of(static_cast<ResponseCode::type>(number));
  if (field == "action" && structure == "JobInstanceUpdateEvent") {
    return name_of(static_cast<JobUpdateAction::type>(number));
  }
  if (field == "cronCollisionPolicy") return name_of(static_cast<CronCollisionPolicy::type>(number));
  if (field == "mode") {
    return structure == "Volume" ? name_of(static_cast<Mode::type>(number))
                                 : name_of(static_cast<MaintenanceMode::type>(number));
  }
  return std::nullopt;
}

}  // namespace

void DataBuilder::begin_struct(const char* name, const WalkPosition& at) {
  open_.push_back({Data(Data::Object{name, 0, {}}), at.field, std::nullopt});
}
void DataBuilder::begin_list(const WalkPosition& at) {
  open_.push_back({Data(Data::List{}), at.field, std::nullopt});
}
void DataBuilder::begin_map(const WalkPosition& at) {
  open_.push_back({Data(Data::Map{}), at.field, std::nullopt});
}
void DataBuilder::integer(std::int64_t value, const WalkPosition& at) {
  const auto name = enum_names_ ? enum_name(value, at) : std::nullopt;
  put(name ? Data(*name) : Data(value), at.field);
}

void DataBuilder::close() {
  Open done = std::move(open_.back());
  open_.pop_back();
  put(std::move(done.data), done.field);
}

void DataBuilder::put(Data value, const char* field) {
  if (open_.empty()) {
    result_ = std::move(value);
    return;
  }
  Open& parent = open_.back();
  if (auto* list = parent.data.get<Data::List>()) {
    list->push_back(std::move(value));
  } else if (auto* map = parent.data.get<Data::Map>()) {
    if (!parent.key) {
      parent.key = value.text() != nullptr ? *value.text() : std::string();
    } else {
      map->entries.push_back({*parent.key, std::move(value), 0});
      parent.key.reset();
    }
  } else if (auto* object = parent.data.get<Data::Object>()) {
    object->entries.push_back({field, std::move(value), 0});
  }
}

Data to_data(const apache::thrift::TBase& value) {
  DataBuilder builder;
  walk(value, builder);
  return builder.take();
}

}  // namespace borealis::api
