// The types of the schema's structs, as the language has them.
#pragma once

#include <string>

#include "lang/type.h"
#include "schema/struct_info.h"

namespace borealis::interp {

// Made once. (schema.md §2, §4)
const lang::Type* type_of_struct(const schema::StructInfo& info);
const lang::Type* type_of(const schema::TypeInfo& info);

}  // namespace borealis::interp
