#include "schema/ports.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.constraints) return;
  for (const auto& [attribute, value] : *job.job.constraints) {
    if (!value.starts_with("limit:") || attribute == "dedicated") continue;
    const std::optional<std::int64_t> limit = port_number(std::string_view(value).substr(6));
    if (!limit || *limit > 0) continue;
    findings.add(
        "constraints[" + attribute + "]",
        joined("the constraint on `", attribute, "` is ", lang::Data(value).quote(), ", so no instance is ever placed"),
        "the number is how many instances may share a value; write at least `limit:1`", value);
  }
}

}  // namespace

const Rule impossible_limit = {"impossible-limit", lang::Severity::warning, RuleStage::lint,
                               "A limit constraint that lets no instance be placed.", check};

}  // namespace borealis::schema::rules
