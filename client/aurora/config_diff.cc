#include "client/aurora/config_diff.h"

#include <set>
#include <string_view>

#include "client/api/json_reader.h"
#include "client/api/names.h"
#include "client/api/plain_json.h"
#include "schema/struct_info.h"

namespace borealis::client::aurora {
namespace {

using lang::Data;

// The job's field that a field of the message only repeats.
std::string_view mirrored(std::string_view field) {
  static constexpr std::pair<std::string_view, std::string_view> pairs[] = {
      {"isService", "service"},
      {"priority", "priority"},
      {"maxTaskFailures", "max_task_failures"},
      {"production", "production"},
      {"tier", "tier"},
      {"contactEmail", "contact"},
      {"metadata", "metadata"},
      {"constraints", "constraints"},
      {"partitionPolicy", "partition_policy"},
      {"slaPolicy", "sla_policy"},
      {"container", "container"},
      {"resources", "task"},
      {"taskLinks", "task"},
  };
  for (const auto& [message_field, job_field] : pairs) {
    if (field == message_field) return job_field;
  }
  return {};
}

// What the scheduler counts as equal is made equal: collections that are absent or empty.
Data message_data(const api::TaskConfig& config) {
  Data data = api::to_data(config);
  data.erase("executorConfig");
  for (const char* collection : {"mesosFetcherUris", "taskLinks", "metadata", "constraints"}) {
    const Data* value = data.field(collection);
    if (value == nullptr) continue;
    const bool empty = (value->list() != nullptr && value->list()->empty()) ||
                       (value->entries() != nullptr && value->entries()->empty());
    if (empty) data.erase(collection);
  }
  return data;
}

// The job's own fields, out of the executor data; nothing when it is no JSON object.
std::optional<Data> job_fields(const api::TaskConfig& config) {
  if (config.executorConfig.name != api::executor_name) return std::nullopt;
  auto data = api::parse_json(config.executorConfig.data);
  if (!data || data->map() == nullptr) return std::nullopt;
  return std::move(*data);
}

}  // namespace

std::vector<FieldChange> compare_configs(const api::TaskConfig& before, const api::TaskConfig& after) {
  std::vector<FieldChange> changes;
  const auto old_fields = job_fields(before);
  const auto new_fields = job_fields(after);
  std::set<std::string> told;
  if (old_fields && new_fields) {
    compare_struct(*old_fields, *new_fields, *schema::find_struct("MesosJob"), changes);
    for (const FieldChange& change : changes) told.insert(change.path.substr(0, change.path.find_first_of(".[ ")));
  } else {
    const Data old_data = Data(before.executorConfig.data);
    const Data new_data = Data(after.executorConfig.data);
    const Data old_name = Data(before.executorConfig.name);
    const Data new_name = Data(after.executorConfig.name);
    compare_data(&old_name, &new_name, "executor_config.name", changes);
    compare_data(&old_data, &new_data, "executor_config.data", changes);
  }
  const Data old_message = message_data(before);
  const Data new_message = message_data(after);
  std::vector<FieldChange> of_message;
  for (const Data* side : {&old_message, &new_message}) {
    for (const lang::Entry& entry : *side->entries()) {
      const Data* old_value = old_message.field(entry.name);
      const Data* new_value = new_message.field(entry.name);
      if (side == &new_message && old_value != nullptr) continue;
      if (told.contains(std::string(mirrored(entry.name)))) continue;
      compare_data(old_value, new_value, entry.name, of_message);
    }
  }
  changes.insert(changes.end(), of_message.begin(), of_message.end());
  // Equal fields, yet another text: the keys stand in another order, or defaults are written out or left out (another
  // client wrote it). It is a change.
  if (changes.empty() && before.executorConfig.data != after.executorConfig.data) {
    changes.push_back({"(executor data)", Data("the same fields"), Data("written in another way")});
  }
  return changes;
}

std::vector<FieldChange> describe_config(const api::TaskConfig& config) {
  std::vector<FieldChange> fields;
  if (const auto job = job_fields(config)) {
    describe_struct(*job, *schema::find_struct("MesosJob"), fields);
    // The key says these.
    std::erase_if(fields, [](const FieldChange& field) {
      return field.path == "cluster" || field.path == "role" || field.path == "environment" || field.path == "name";
    });
  } else {
    fields.push_back({"executor_config.name", std::nullopt, Data(config.executorConfig.name)});
    fields.push_back({"executor_config.data", std::nullopt, Data(config.executorConfig.data)});
  }
  return fields;
}

}  // namespace borealis::client::aurora
