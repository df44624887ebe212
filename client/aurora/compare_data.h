// How two values differ, field by field.
#pragma once

#include <string>
#include <vector>

#include "client/plan.h"
#include "lang/data.h"
#include "schema/struct_info.h"

namespace borealis::client::aurora {

// What differs between two values below `path`; one may be absent. Lists of structs that have names (or keys, as
// metadata has) are matched by them. Where the type is known, fields that hold their default are left out of what
// stands on one side only.
void compare_data(const lang::Data* before, const lang::Data* after, const std::string& path,
                  std::vector<FieldChange>& changes, const schema::TypeInfo* type = nullptr);

// The same of two structs of one declaration.
void compare_struct(const lang::Data& before, const lang::Data& after, const schema::StructInfo& info,
                    std::vector<FieldChange>& changes);

// The fields of a struct that don't hold their default, each by its path and as what stands on the new side only.
// Elements of lists that have names (or keys) stand under them.
void describe_struct(const lang::Data& value, const schema::StructInfo& info, std::vector<FieldChange>& fields);

}  // namespace borealis::client::aurora
