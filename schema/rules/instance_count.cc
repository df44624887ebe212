#include "schema/rules/joined.h"
#include "schema/rules/rules.h"

namespace borealis::schema::rules {

namespace {

constexpr std::int64_t kMostInstances = 4000;

void check(const JobUnderCheck& job, Findings& findings) {
  const std::int64_t instances = job.job.instances;
  if (instances >= 1 && instances <= kMostInstances) return;
  findings.add("instances",
               joined("`instances` is ", instances, ", but must be at least 1 and at most ", kMostInstances));
}

}  // namespace

const Rule instance_count = {"instance-count", lang::Severity::error, RuleStage::scheduler,
                             "A number of instances that no scheduler accepts.", check};

}  // namespace borealis::schema::rules
