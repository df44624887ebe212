#include <cmath>

#include "lang/json.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/sla.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  const std::int64_t instances = job.job.instances;
  if (!job.job.sla_policy || !job.good("instances") || instances <= 0) return;
  if (const auto* count = std::get_if<CountSlaPolicy>(&*job.job.sla_policy); count != nullptr) {
    if (lets_one_go(*count, instances)) return;
    findings.add("sla_policy.count",
                 joined("the CountSlaPolicy keeps ", count->count, " of ", instances,
                        " instances up, so none can ever be taken away"),
                 joined("`count` must be less than ", instances));
  }
  if (const auto* share = std::get_if<PercentageSlaPolicy>(&*job.job.sla_policy); share != nullptr) {
    if (lets_one_go(*share, instances)) return;
    const auto all = static_cast<double>(instances);
    findings.add("sla_policy.percentage",
                 joined("the PercentageSlaPolicy keeps ", lang::float_repr(share->percentage), " % of ", instances,
                        " instances up, so none can ever be taken away"),
                 joined("`percentage` must be at most ", lang::float_repr(std::floor((all - 1) / all * 1e6) / 1e4)));
  }
}

}  // namespace

const Rule sla_room = {"sla-room", lang::Severity::error, RuleStage::scheduler,
                       "An SLA policy that never lets an instance be taken away.", check};

}  // namespace borealis::schema::rules
