#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  const std::string* value = dedicated_of(job.job);
  if (value == nullptr || !job.good("role") || has_refused_reference(job, "constraints[dedicated]")) return;
  const char* path = "constraints[dedicated]";
  if (value->starts_with("limit:")) {
    findings.add(path, "the `dedicated` constraint cannot be a limit", "name the machines: `'ROLE/NAME'`", *value);
    return;
  }
  const std::string_view names = std::string_view(*value).substr(value->starts_with('!') ? 1 : 0);
  if (names.find(',') != std::string_view::npos) {
    findings.add(path, "the `dedicated` constraint must have exactly one value", "", *value);
    return;
  }
  const std::string role(names.substr(0, names.find('/')));
  if (role == "*" || role == job.job.role) return;
  findings.add(
      path,
      joined("only the role `", role, "` may use machines dedicated to it; the job's role is `", job.job.role, "`"),
      "the `dedicated` constraint begins with the job's own role, or with `*`", *value);
}

}  // namespace

const Rule dedicated_constraint = {"dedicated-constraint", lang::Severity::error, RuleStage::scheduler,
                                   "A `dedicated` constraint that no scheduler accepts.", check};

}  // namespace borealis::schema::rules
