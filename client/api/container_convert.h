// Where a task may run and in what: constraints and containers. (schema.md §8.1, §8.2)
#pragma once

#include <set>

#include "client/api/findings.h"
#include "client/api/messages.h"
#include "schema/job.h"

namespace borealis::api {

std::set<Constraint> constraints(Findings& findings, const schema::Job& job);
Container container(Findings& findings, const schema::Job& job);

}  // namespace borealis::api
