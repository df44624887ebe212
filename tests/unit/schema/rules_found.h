// The sample job under the rules, and what they find.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "sample.h"
#include "schema/rule.h"

namespace borealis::schema {

inline lang::Diagnostics check(const JobRecord& record, RuleStage last = RuleStage::lint,
                               const SchedulerLimits& limits = {}) {
  lang::Diagnostics found;
  const PartialJob partial = read_partial(record, found);
  apply_rules({record, partial, partial.job, limits}, last, found);
  return found;
}

using Ids = std::set<std::string>;

inline Ids rules_of(const lang::Diagnostics& found) {
  Ids ids;
  for (const lang::Diagnostic& d : found) ids.insert(d.rule);
  return ids;
}

// What the rules find in the sample job after `spoil`.
inline Ids found_after(const std::function<void(Job&)>& spoil) {
  Job job = sample_job();
  spoil(job);
  return rules_of(check(record_of(job)));
}

}  // namespace borealis::schema
