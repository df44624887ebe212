#include "lang/suggest.h"
#include "lang/template.h"
#include "schema/identifiers.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.tier || is_default_tier(*job.job.tier) || lang::may_have_tags(*job.job.tier)) return;
  const std::string& tier = *job.job.tier;
  const std::string quoted = lang::Data(tier).quote();
  if (!is_identifier(tier)) {
    findings.add("tier", joined("the tier ", quoted, " ", identifier_problem(tier)),
                 "a tier is preferred, preemptible or revocable");
    return;
  }
  const std::string near = lang::nearest(tier, {"preferred", "preemptible", "revocable"});
  findings.add("tier", joined("there is no tier ", quoted, " in a scheduler with default settings"),
               near.empty() ? "the tiers are preferred, preemptible and revocable" : "did you mean `" + near + "`?");
}

}  // namespace

const Rule tier = {"tier", lang::Severity::error, RuleStage::scheduler, "A tier that does not exist.", check};

}  // namespace borealis::schema::rules
