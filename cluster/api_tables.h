// The names of the API's structs, methods and enums, which the build takes from the IDL (cluster/api_tables.py).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace borealis::cluster {

struct WireField {
  std::int16_t id;
  std::string_view name;
  std::string_view type;  // as in the IDL, without blanks: "i32", "set<JobKey>", "map<string,string>", "ScheduleStatus"
};

// A struct, a union, or the parameters of a method.
struct WireRecord {
  std::string_view name;
  std::span<const WireField> fields;
  bool is_union;
};

struct WireConstant {
  std::string_view of;  // the enum
  std::string_view name;
  std::int32_t value;
};

std::span<const WireRecord> wire_structs();
std::span<const WireRecord> wire_methods();
std::span<const WireConstant> wire_constants();

}  // namespace borealis::cluster
