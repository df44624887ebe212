// The flags with which a cluster's scheduler runs, as clusters.json (`scheduler_flags`) and borealis.toml
// (`[clusters.NAME]`) tell them: what they change of schema::SchedulerLimits. (schema.md §13)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "schema/scheduler_limits.h"

namespace borealis::client {

using Tiers = std::vector<schema::Tier>;
using FlagValue = std::variant<bool, std::int64_t, std::string, std::vector<std::string>, Tiers>;

struct SchedulerFlag {
  std::string name;  // as the scheduler spells it, without the dash
  FlagValue value;
};
using SchedulerFlags = std::vector<SchedulerFlag>;

struct FlagProblem {
  std::string message;
  std::string hint;
};

// Nothing when there is such a flag and it takes such a value.
std::optional<FlagProblem> problem_with_flag(const SchedulerFlag& flag);
// Changes the limits; a flag with a problem changes nothing.
void apply_flag(const SchedulerFlag& flag, schema::SchedulerLimits& limits);

}  // namespace borealis::client
