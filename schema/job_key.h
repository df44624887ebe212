// CLUSTER/ROLE/ENV/NAME, as commands take it. (language.md §18.3)
#pragma once

#include <string_view>

#include "lang/result.h"
#include "schema/job.h"

namespace borealis::schema {

// Errors are of class usage. The cluster is not held to the rules of identifiers, but it can't be empty.
lang::Result<JobKey> parse_job_key(std::string_view text);

}  // namespace borealis::schema
