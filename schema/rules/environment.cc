#include "lang/suggest.h"
#include "schema/identifiers.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

// The allowed name that `name` is near to.
std::string meant(const std::string& name, const EnvironmentPattern& allowed) {
  std::string near = lang::nearest(name, {"prod", "devel", "test", "staging"});
  if (name == "production") near = "prod";
  if (name == "development" || name == "dev") near = "devel";
  return allowed.matches(near) ? near : "";
}

void check(const JobUnderCheck& job, Findings& findings) {
  const std::string& name = job.job.environment;
  const EnvironmentPattern& allowed = job.limits.allowed_job_environments;
  if (!is_identifier(name) || allowed.matches(name)) return;
  const std::string near = meant(name, allowed);
  std::string hint = near.empty() ? "" : "did you mean `" + near + "`? ";
  if (allowed.is_default()) {
    hint += "allowed are prod, devel, test, staging, and staging followed by digits";
  } else {
    hint += "allowed is what matches `" + allowed.text() + "`";
  }
  findings.add("environment",
               joined("the environment ", lang::Data(name).quote(), " is not one that ", job.limits.owner, " allows"),
               std::move(hint), name);
}

}  // namespace

const Rule environment = {"environment", lang::Severity::error, RuleStage::scheduler,
                          "An environment that the scheduler does not allow.", check};

}  // namespace borealis::schema::rules
