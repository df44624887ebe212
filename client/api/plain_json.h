// Messages as plain data with field names, enums by name, unions as objects with one member: what `job status --output
// json` prints (cli.md §7.9) and what /apibeta speaks (api.md §2.4). Unset fields are left out, sets and lists are
// lists, fields stand in the order of their ids.
#pragma once

#include "client/api/messages.h"
#include "lang/data.h"

namespace borealis::api {

// Of any struct of the IDL: ScheduledTask, JobUpdateDetails, Response ...
lang::Data to_data(const apache::thrift::TBase& value);

}  // namespace borealis::api
