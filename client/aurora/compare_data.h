// How two values differ, field by field.
#pragma once

#include <string>
#include <vector>

#include "client/plan.h"
#include "lang/data.h"
#include "schema/struct_info.h"

namespace borealis::client::aurora {

// What differs between two values below `path`; one may be absent. Lists of structs that have names (or keys, as
// metadata has) are matched by them. Where the type is known, what stands on one side only is told field by field, and
// a field that holds its default is not told.
void compare_data(const lang::Data* before, const lang::Data* after, const std::string& path,
                  std::vector<FieldChange>& changes, const schema::TypeInfo* type = nullptr);

// The same of two structs of one declaration.
void compare_struct(const lang::Data& before, const lang::Data& after, const schema::StructInfo& info,
                    std::vector<FieldChange>& changes);

}  // namespace borealis::client::aurora
