#include "lang/suggest.h"
#include "lang/template.h"
#include "schema/identifiers.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

// "the tiers are preferred, preemptible and revocable"
std::string all_tiers(const std::vector<std::string>& names) {
  std::string text = "the tiers are ";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  return names.empty() ? "leave it out" : text;
}

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.tier || job.limits.tier(*job.job.tier) != nullptr || lang::may_have_tags(*job.job.tier)) return;
  const std::string& tier = *job.job.tier;
  const std::string quoted = lang::Data(tier).quote();
  std::vector<std::string> names;
  for (const Tier& known : job.limits.tier_config) names.push_back(known.name);
  if (!is_identifier(tier)) {
    findings.add("tier", joined("the tier ", quoted, " ", identifier_problem(tier)), all_tiers(names));
    return;
  }
  const std::string near = lang::nearest(tier, names);
  findings.add("tier", joined("there is no tier ", quoted, " in ", job.limits.owner),
               near.empty() ? all_tiers(names) : "did you mean `" + near + "`?");
}

}  // namespace

const Rule tier = {"tier", lang::Severity::error, RuleStage::scheduler, "A tier that does not exist.", check};

}  // namespace borealis::schema::rules
