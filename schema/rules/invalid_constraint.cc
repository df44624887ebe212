#include <cstdint>

#include "schema/ports.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.constraints) return;
  for (const auto& [attribute, value] : *job.job.constraints) {
    if (!value.starts_with("limit:")) continue;
    const std::optional<std::int64_t> limit = port_number(std::string_view(value).substr(6));
    const bool fits = limit && *limit >= INT32_MIN && *limit <= INT32_MAX;
    if (fits) continue;
    findings.add("constraints[" + attribute + "]",
                 joined("the constraint on `", attribute, "` is ", lang::Data(value).quote(),
                        ", but a limit needs a whole number"),
                 "write `limit:2`, for example", value);
  }
}

}  // namespace

const Rule invalid_constraint = {"invalid-constraint", lang::Severity::error, RuleStage::conversion,
                                 "A limit constraint without a number.", check};

}  // namespace borealis::schema::rules
