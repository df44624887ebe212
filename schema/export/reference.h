// What a field reference says beside name, type and documentation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/struct_info.h"

namespace borealis::schema {

// "bytes", "seconds" ...; empty when the field counts something or has no unit.
std::string_view unit_name(Unit unit);
// The default as a config would write it: "5", "'/health'", "100 * MB", "HealthCheckConfig()"; empty without one.
std::string default_text(const FieldInfo& field);
// The fields that hold a value of the struct or enumeration of this name, directly, in a list, in a map or as one of a
// choice: "Task.processes" ...
std::vector<std::string> uses_of(std::string_view name);
// Other names of the struct in a config.
std::vector<std::string> aliases_of(const StructInfo& info);
// Every struct in the order in which a reader meets them: the job, then what its fields hold, each before its own
// parts; those that no job holds at the end.
std::vector<const StructInfo*> structs_for_reading();
// nullptr when there is none of that name.
const TypeInfo* find_enum(std::string_view name);

}  // namespace borealis::schema
