#include <algorithm>

#include "lang/template.h"
#include "schema/late_refs.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

// What neither an executor nor a runner looks at: run-time references stay in it as they are.
constexpr std::string_view kFields[] = {"contact", "constraints", "metadata", "container", "sla_policy"};

void check(const JobUnderCheck& job, Findings& findings) {
  for (std::string_view field : kFields) {
    for (const auto& [path, text] : job.braced_texts()) {
      if (!lang::may_have_tags(text) || field_of(path) != field) continue;
      for (const lang::Ref& ref : lang::references(text).refs) {
        if (!is_late_ref(ref, RefScope::job)) continue;
        findings.add(path,
                     joined("`", ref.str(), "` is known only to a running task, so it stays in `", field, "` as it is"),
                     "run-time references have values in the task and in a health check's command", ref.str());
      }
    }
  }
}

}  // namespace

const Rule unfilled_reference = {"unfilled-reference", lang::Severity::warning, RuleStage::lint,
                                 "A run-time reference where nothing fills it in.", check};

}  // namespace borealis::schema::rules
