#include "client/aurora/config_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "client/api/json_reader.h"
#include "client/api/names.h"
#include "client/api/plain_json.h"
#include "lang/json.h"

namespace borealis::client::aurora {
namespace {

using lang::Data;

std::optional<std::string> json(const Data* value) {
  if (value == nullptr) return std::nullopt;
  return lang::to_json(*value, {0, false});
}

std::string join(const std::string& path, std::string_view field) {
  return path.empty() ? std::string(field) : fmt::format("{}.{}", path, field);
}

// The names of a list whose elements all have one, and a different one each; else nothing.
std::optional<std::vector<std::string>> element_names(const Data::List& list) {
  std::vector<std::string> names;
  for (const Data& element : list) {
    const Data* name = element.entries() != nullptr ? element.field("name") : nullptr;
    if (name == nullptr || name->text() == nullptr) return std::nullopt;
    names.push_back(*name->text());
  }
  if (std::set<std::string>(names.begin(), names.end()).size() != names.size()) return std::nullopt;
  return names;
}

const Data* element(const Data::List& list, const std::vector<std::string>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? nullptr : &list[static_cast<std::size_t>(found - names.begin())];
}

// False when the lists can't be matched by name.
bool compare_named(const Data::List& before, const Data::List& after, const std::string& path,
                   std::vector<FieldChange>& changes) {
  const auto old_names = element_names(before);
  const auto new_names = element_names(after);
  if (!old_names || !new_names || (before.empty() && after.empty())) return false;
  const std::size_t known = changes.size();
  for (const std::string& name : *old_names) {
    compare_data(element(before, *old_names, name), element(after, *new_names, name), fmt::format("{}[{}]", path, name),
                 changes);
  }
  for (const std::string& name : *new_names) {
    if (element(before, *old_names, name) != nullptr) continue;
    compare_data(nullptr, element(after, *new_names, name), fmt::format("{}[{}]", path, name), changes);
  }
  // The same elements in another order are another configuration to a scheduler.
  if (changes.size() == known && *old_names != *new_names) {
    const auto names = [](const std::vector<std::string>& list) {
      const Data value = Data(Data::List(list.begin(), list.end()));
      return json(&value);
    };
    changes.push_back({path + " (order)", names(*old_names), names(*new_names)});
  }
  return true;
}

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

void compare_data(const Data* before, const Data* after, const std::string& path, std::vector<FieldChange>& changes) {
  if (before == nullptr || after == nullptr) {
    if (before != after) changes.push_back({path, json(before), json(after)});
    return;
  }
  const auto* old_entries = before->entries();
  const auto* new_entries = after->entries();
  if (old_entries != nullptr && new_entries != nullptr) {
    for (const lang::Entry& entry : *old_entries) {
      compare_data(&entry.value, after->field(entry.name), join(path, entry.name), changes);
    }
    for (const lang::Entry& entry : *new_entries) {
      if (before->field(entry.name) == nullptr) compare_data(nullptr, &entry.value, join(path, entry.name), changes);
    }
    return;
  }
  if (before->list() != nullptr && after->list() != nullptr &&
      compare_named(*before->list(), *after->list(), path, changes)) {
    return;
  }
  if (!lang::same_data(*before, *after)) changes.push_back({path, json(before), json(after)});
}

std::vector<FieldChange> compare_configs(const api::TaskConfig& before, const api::TaskConfig& after) {
  std::vector<FieldChange> changes;
  const auto old_fields = job_fields(before);
  const auto new_fields = job_fields(after);
  std::set<std::string> told;
  if (old_fields && new_fields) {
    compare_data(&*old_fields, &*new_fields, "", changes);
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
  // Equal fields, yet another text: the keys stand in another order (another client wrote it). It is a change.
  if (changes.empty() && before.executorConfig.data != after.executorConfig.data) {
    changes.push_back({"(executor data)", "\"the same fields\"", "\"written in another way\""});
  }
  return changes;
}

}  // namespace borealis::client::aurora
