#include "schema/sla.h"

namespace borealis::schema {

bool lets_one_go(const CountSlaPolicy& policy, std::int64_t instances) {
  return policy.count < instances;
}

bool lets_one_go(const PercentageSlaPolicy& policy, std::int64_t instances) {
  const double share = policy.percentage / 100.0;
  const auto all = static_cast<double>(instances);
  return !(all - all * share < 1);
}

}  // namespace borealis::schema
