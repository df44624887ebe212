#include "lang/suggest.h"
#include "schema/identifiers.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

// ^(prod|devel|test|staging\d*)$
bool is_allowed(std::string_view name) {
  if (name == "prod" || name == "devel" || name == "test") return true;
  if (!name.starts_with("staging")) return false;
  return name.find_first_not_of("0123456789", 7) == std::string_view::npos;
}

void check(const JobUnderCheck& job, Findings& findings) {
  const std::string& name = job.job.environment;
  if (!has_identifier_characters(name) || is_allowed(name)) return;
  std::string near = lang::nearest(name, {"prod", "devel", "test", "staging"});
  if (name == "production") near = "prod";
  if (name == "development" || name == "dev") near = "devel";
  findings.add(
      "environment",
      joined("the environment ", lang::Data(name).quote(), " is not one that a scheduler with default settings allows"),
      (near.empty() ? "" : "did you mean `" + near + "`? ") +
          std::string("allowed are prod, devel, test, staging, and staging followed by digits"),
      name);
}

}  // namespace

const Rule environment = {"environment", lang::Severity::error, RuleStage::scheduler,
                          "An environment that a scheduler with default settings refuses.", check};

}  // namespace borealis::schema::rules
