// The schema without its C++ types: what every struct is called, which fields it has, what they hold. The language's
// classes, the field reference, JSON Schema and editor stubs are made from this; it is itself derived from the
// declarations (schema/declarations_*.cc). (schema.md §2, §4)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/data.h"

namespace borealis::schema {

struct StructInfo;

// What a field holds. Instances are made once and live as long as the program, so pointers to them are stable.
struct TypeInfo {
  enum class Kind : std::uint8_t { string, integer, real, boolean, enumeration, list, map, choice, structure };

  Kind kind = Kind::string;
  std::string name;                           // "String", "Integer", "Float", "Boolean", a struct's or an enum's name
  std::vector<std::string> values;            // enumeration: what it accepts, in order
  const TypeInfo* key = nullptr;              // map
  const TypeInfo* element = nullptr;          // list: of each element; map: of each value
  std::vector<const TypeInfo*> alternatives;  // choice, in the order in which the language tries them
  const StructInfo* structure = nullptr;      // structure
};

enum class Unit : std::uint8_t { none, cores, bytes, seconds, percent };

struct FieldInfo {
  std::string name;
  const TypeInfo* type = nullptr;
  bool required = false;
  bool needed_in_jobs = false;  // may stay unset in the struct, but a job that lacks it is refused
  bool deprecated = false;      // `doc` says what to do instead
  // What the field holds when it is not set; absent: it stays unset. A text may be a template (`{{task.name}}`). A
  // struct stands with its own defaults filled in.
  std::optional<lang::Data> default_value;
  Unit unit = Unit::none;
  std::string doc;
};

struct StructInfo {
  std::string name;
  std::string doc;
  std::vector<FieldInfo> fields;  // in declaration order

  const FieldInfo* field(std::string_view field_name) const;
  std::vector<std::string> field_names() const;
};

// Every struct that a config may name, those that others are made of first. "MesosJob" stands for Job and Service too.
const std::vector<const StructInfo*>& all_structs();
// nullptr when there is none of that name. `Job` and `Service` are other names of MesosJob.
const StructInfo* find_struct(std::string_view name);
// The named enumerations: LoggerDestination, LoggerMode, Mode.
const std::vector<const TypeInfo*>& all_enums();

// "String", "List(Process)", "Map(String, Integer)", "Choice(Container, Docker, Mesos)" ...
std::string type_name(const TypeInfo& type);
// For messages: "an Integer", "a list of Process", "one of file, console, both, none" ...
std::string expectation(const TypeInfo& type);

}  // namespace borealis::schema
