#include <utility>

#include "lang/json.h"
#include "schema/export/export.h"
#include "schema/export/reference.h"

namespace borealis::schema {

namespace {

using lang::Data;

Data::Map object(std::initializer_list<std::pair<const char*, Data>> entries) {
  Data::Map map;
  for (const auto& [name, value] : entries) map.entries.push_back({name, value});
  return map;
}

Data reference_to(const std::string& name) {
  return object({{"$ref", "#/$defs/" + name}});
}

Data::Map schema_of_type(const TypeInfo& type) {
  using Kind = TypeInfo::Kind;
  switch (type.kind) {
    case Kind::string:
      return object({{"type", "string"}});
    case Kind::integer:
      return object({{"type", "integer"}});
    case Kind::real:
      return object({{"type", "number"}});
    case Kind::boolean:
      return object({{"type", "boolean"}});
    case Kind::enumeration: {
      Data::List values;
      for (const std::string& value : type.values) values.emplace_back(value);
      return object({{"enum", std::move(values)}});
    }
    case Kind::list:
      return object({{"type", "array"}, {"items", schema_of_type(*type.element)}});
    case Kind::map:
      return object({{"type", "object"}, {"additionalProperties", schema_of_type(*type.element)}});
    case Kind::choice: {
      Data::List alternatives;
      for (const TypeInfo* each : type.alternatives) alternatives.emplace_back(schema_of_type(*each));
      return object({{"anyOf", std::move(alternatives)}});
    }
    case Kind::structure:
      return object({{"$ref", "#/$defs/" + type.name}});
  }
  return {};
}

Data schema_of_field(const FieldInfo& field) {
  Data::Map schema = schema_of_type(*field.type);
  const std::string_view unit = unit_name(field.unit);
  std::string description = field.doc;
  if (!unit.empty()) description += " Unit: " + std::string(unit) + ".";
  schema.entries.push_back({"description", std::move(description)});
  if (field.default_value) schema.entries.push_back({"default", *field.default_value});
  if (field.deprecated) schema.entries.push_back({"deprecated", true});
  return schema;
}

Data schema_of_struct(const StructInfo& info) {
  Data::Map properties;
  Data::List required;
  for (const FieldInfo& field : info.fields) {
    properties.entries.push_back({field.name, schema_of_field(field)});
    if (field.required || field.needed_in_jobs) required.emplace_back(field.name);
  }
  Data::Map schema = object({{"description", info.doc}, {"type", "object"}, {"properties", std::move(properties)}});
  if (!required.empty()) schema.entries.push_back({"required", std::move(required)});
  schema.entries.push_back({"additionalProperties", false});
  return schema;
}

}  // namespace

std::string json_schema() {
  Data::Map definitions;
  for (const StructInfo* info : all_structs()) definitions.entries.push_back({info->name, schema_of_struct(*info)});
  const Data::Map jobs = object(
      {{"description", "The jobs of the file, in its order."}, {"type", "array"}, {"items", reference_to("MesosJob")}});
  const Data document = object({
      {"$schema", "https://json-schema.org/draft/2020-12/schema"},
      {"$id", "urn:borealis:rendered-jobs"},
      {"$comment", std::string(export_mark) + " --as json-schema`."},
      {"title", "Aurora jobs, resolved"},
      {"description", "What `borealis config render --as json` prints."},
      {"type", "object"},
      {"properties", object({{"jobs", jobs}})},
      {"required", Data::List{"jobs"}},
      {"additionalProperties", false},
      {"$defs", std::move(definitions)},
  });
  return lang::to_json(document, {2, false}) + "\n";
}

}  // namespace borealis::schema
