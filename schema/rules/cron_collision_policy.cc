#include "lang/suggest.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  const std::string policy = upper_case(job.job.cron_collision_policy);
  const std::vector<std::string> known = {"KILL_EXISTING", "CANCEL_NEW"};
  if (policy == known[0] || policy == known[1] || policy == "RUN_OVERLAP") return;
  if (has_refused_reference(job, "cron_collision_policy")) return;
  const std::string near = lang::nearest(policy, known);
  findings.add("cron_collision_policy",
               joined("there is no cron collision policy ", lang::Data(job.job.cron_collision_policy).quote()),
               near.empty() ? "write KILL_EXISTING or CANCEL_NEW" : "did you mean `" + near + "`?");
}

}  // namespace

const Rule cron_collision_policy = {"cron-collision-policy", lang::Severity::error, RuleStage::conversion,
                                    "A collision policy that does not exist.", check};

}  // namespace borealis::schema::rules
