#include <fmt/format.h>

#include "client/commands/schema_found.h"
#include "lang/json.h"
#include "schema/export/reference.h"

namespace borealis::client {

namespace {

using schema::FieldInfo;
using schema::StructInfo;
using schema::TypeInfo;

lang::Data text_list(const std::vector<std::string>& texts) {
  lang::Data::List list;
  for (const std::string& text : texts) list.emplace_back(text);
  return list;
}

// By hand, since Data has no null.
void append_field(std::string& out, const FieldInfo& field, const std::string& indent) {
  const auto quoted = [](std::string_view text) {
    std::string json;
    lang::append_json_string(json, text, false);
    return json;
  };
  const std::string_view unit = schema::unit_name(field.unit);
  out += fmt::format(
      "{{\"name\": {}, \"type\": {}, \"required\": {},\n{}  \"default\": {}, \"unit\": {}, \"deprecated\": {},\n{}"
      "  \"doc\": {}}}",
      quoted(field.name), quoted(schema::type_name(*field.type)), field.required, indent,
      field.default_value ? lang::to_json(*field.default_value, {0, false}) : "null",
      unit.empty() ? "null" : quoted(unit), field.deprecated, indent, quoted(field.doc));
}

std::string members_json(const std::vector<std::pair<const char*, lang::Data>>& members) {
  std::string out;
  for (const auto& [name, value] : members)
    out += fmt::format("  \"{}\": {},\n", name, lang::to_json(value, {0, false}));
  return out;
}

std::string struct_json(const StructInfo& info) {
  std::string out = "{\n" + members_json({{"name", info.name},
                                          {"doc", info.doc},
                                          {"aliases", text_list(schema::aliases_of(info))},
                                          {"used_in", text_list(schema::uses_of(info.name))}});
  out += "  \"fields\": [";
  for (const FieldInfo& field : info.fields) {
    out += &field == &info.fields.front() ? "\n    " : ",\n    ";
    append_field(out, field, "    ");
  }
  return out + "\n  ]\n}\n";
}

}  // namespace

std::string found_json(const FoundInSchema& found) {
  if (found.enumeration != nullptr) {
    lang::Data::Map document;
    document.entries.push_back({"name", found.enumeration->name});
    document.entries.push_back({"values", text_list(found.enumeration->values)});
    document.entries.push_back({"used_in", text_list(schema::uses_of(found.enumeration->name))});
    return lang::to_json(document, {2, false}) + "\n";
  }
  if (found.field == nullptr) return struct_json(*found.structure);
  std::string out;
  append_field(out, *found.field, "");
  return out + "\n";
}

std::string all_of_schema_json() {
  const auto item = [](const std::string& name, const std::string& doc) {
    lang::Data::Map map;
    map.entries.push_back({"name", name});
    map.entries.push_back({"doc", doc});
    return map;
  };
  lang::Data::List structs;
  for (const StructInfo* each : schema::structs_for_reading()) structs.emplace_back(item(each->name, each->doc));
  lang::Data::List enums;
  for (const TypeInfo* each : schema::all_enums()) {
    lang::Data::Map map;
    map.entries.push_back({"name", each->name});
    map.entries.push_back({"values", text_list(each->values)});
    enums.emplace_back(std::move(map));
  }
  lang::Data::Map document;
  document.entries.push_back({"structs", std::move(structs)});
  document.entries.push_back({"enums", std::move(enums)});
  return lang::to_json(document, {2, false}) + "\n";
}

}  // namespace borealis::client
