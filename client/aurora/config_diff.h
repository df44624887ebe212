// How two configurations of a task differ, field by field, in the words of the config language.
#pragma once

#include <vector>

#include "client/api/messages.h"
#include "client/engine.h"
#include "lang/data.h"

namespace borealis::client::aurora {

// What differs between two values, below `path`. Lists of structs with names are matched by name.
void compare_data(const lang::Data* before, const lang::Data* after, const std::string& path,
                  std::vector<FieldChange>& changes);

// `after` should be as the scheduler filled it in. Fields of the message that only mirror a field of the job
// (resources, constraints ...) are named once.
std::vector<FieldChange> compare_configs(const api::TaskConfig& before, const api::TaskConfig& after);

}  // namespace borealis::client::aurora
