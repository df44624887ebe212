// Messages as plain data with field names, enums by name, unions as objects with one member: what `job status --output
// json` prints (cli.md §7.9) and what /apibeta speaks (api.md §2.4). Unset fields are left out, sets and lists are
// lists.
#pragma once

#include "client/api/messages.h"
#include "lang/data.h"

namespace borealis::api {

lang::Data to_data(const JobKey& value);
lang::Data to_data(const TaskConfig& value);
lang::Data to_data(const JobConfiguration& value);
lang::Data to_data(const ScheduledTask& value);
lang::Data to_data(const JobSummary& value);
lang::Data to_data(const ConfigGroup& value);
lang::Data to_data(const ConfigSummary& value);
lang::Data to_data(const JobUpdateSettings& value);
lang::Data to_data(const JobUpdateSummary& value);
lang::Data to_data(const JobUpdateDetails& value);
lang::Data to_data(const GetQuotaResult& value);
// The whole reply.
lang::Data to_data(const Response& value);

}  // namespace borealis::api
