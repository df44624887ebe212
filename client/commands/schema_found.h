// What `schema show` shows.
#pragma once

#include <string>

#include "schema/struct_info.h"

namespace borealis::client {

// What a NAME leads to: a struct, an enumeration, or a field of a struct.
struct FoundInSchema {
  const schema::StructInfo* structure = nullptr;
  const schema::TypeInfo* enumeration = nullptr;
  const schema::FieldInfo* field = nullptr;  // of `structure`
};

// As JSON, with a line's end.
std::string found_json(const FoundInSchema& found);
// The names of all structs and enumerations.
std::string all_of_schema_json();

}  // namespace borealis::client
