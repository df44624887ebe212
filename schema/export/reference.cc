#include "schema/export/reference.h"

#include <algorithm>

#include "lang/json.h"

namespace borealis::schema {

namespace {

bool holds(const TypeInfo& type, std::string_view name) {
  if (type.name == name) return true;
  if (type.element != nullptr && holds(*type.element, name)) return true;
  for (const TypeInfo* each : type.alternatives) {
    if (holds(*each, name)) return true;
  }
  return false;
}

void meet(const StructInfo& info, std::vector<const StructInfo*>& met);

void meet(const TypeInfo& type, std::vector<const StructInfo*>& met) {
  if (type.structure != nullptr) meet(*type.structure, met);
  if (type.element != nullptr) meet(*type.element, met);
  for (const TypeInfo* each : type.alternatives) meet(*each, met);
}

void meet(const StructInfo& info, std::vector<const StructInfo*>& met) {
  if (std::find(met.begin(), met.end(), &info) != met.end()) return;
  met.push_back(&info);
  for (const FieldInfo& field : info.fields) meet(*field.type, met);
}

std::string config_text(const lang::Data& data);

// Only the fields that differ from the struct's own defaults.
std::string struct_text(const lang::Data::Object& object) {
  const StructInfo* info = find_struct(object.type);
  std::string fields;
  for (const lang::Entry& entry : object.entries) {
    const FieldInfo* field = info == nullptr ? nullptr : info->field(entry.name);
    if (field != nullptr && field->default_value && same_data(*field->default_value, entry.value)) continue;
    fields += (fields.empty() ? "" : ", ") + entry.name + " = " + config_text(entry.value);
  }
  return object.type + "(" + fields + ")";
}

// A default as a config would write it. Defaults hold no text with a quote or a backslash.
std::string config_text(const lang::Data& data) {
  if (const std::string* text = data.text()) return "'" + *text + "'";
  if (const bool* boolean = data.boolean()) return *boolean ? "True" : "False";
  if (const lang::Data::Object* object = data.object()) return struct_text(*object);
  std::string parts;
  if (const lang::Data::List* list = data.list()) {
    for (const lang::Data& each : *list) parts += (parts.empty() ? "" : ", ") + config_text(each);
    return "[" + parts + "]";
  }
  if (const lang::Data::Map* map = data.map()) {
    for (const lang::Entry& each : map->entries)
      parts += (parts.empty() ? "'" : ", '") + each.name + "': " + config_text(each.value);
    return "{" + parts + "}";
  }
  return lang::to_json(data);
}

}  // namespace

std::string_view unit_name(Unit unit) {
  switch (unit) {
    case Unit::none:
      return "";
    case Unit::cores:
      return "cores";
    case Unit::bytes:
      return "bytes";
    case Unit::seconds:
      return "seconds";
    case Unit::percent:
      return "percent";
  }
  return "";
}

std::string default_text(const FieldInfo& field) {
  if (!field.default_value) return {};
  const std::int64_t* number = field.default_value->integer();
  constexpr std::int64_t megabyte = 1 << 20;
  if (number != nullptr && field.unit == Unit::bytes && *number >= megabyte && *number % megabyte == 0)
    return std::to_string(*number / megabyte) + " * MB";
  return config_text(*field.default_value);
}

std::vector<std::string> uses_of(std::string_view name) {
  std::vector<std::string> uses;
  for (const StructInfo* info : all_structs()) {
    for (const FieldInfo& field : info->fields) {
      if (holds(*field.type, name)) uses.push_back(info->name + "." + field.name);
    }
  }
  return uses;
}

std::vector<std::string> aliases_of(const StructInfo& info) {
  if (info.name == "MesosJob") return {"Job", "Service"};
  return {};
}

std::vector<const StructInfo*> structs_for_reading() {
  std::vector<const StructInfo*> met;
  meet(*find_struct("MesosJob"), met);
  for (const StructInfo* each : all_structs()) meet(*each, met);
  return met;
}

const TypeInfo* find_enum(std::string_view name) {
  for (const TypeInfo* each : all_enums()) {
    if (each->name == name) return each;
  }
  return nullptr;
}

}  // namespace borealis::schema
