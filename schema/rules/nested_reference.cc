#include "schema/late_refs.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  const lang::Data* task = job.record.data.field("task");
  if (task == nullptr) return;
  for_each_text(*task, "task", [&](const std::string& path, const std::string& text) {
    for (const std::string& address : nested_refs(text)) {
      findings.add(path,
                   joined("a reference such as `{{", address,
                          "}}` is assembled from a run-time reference, and nothing resolves it when the task runs"),
                   "let the command look the value up, for example in a shell array or with `case`");
    }
  });
}

}  // namespace

const Rule nested_reference = {"nested-reference", lang::Severity::error, RuleStage::conversion,
                               "A reference assembled from a run-time reference, which nothing ever resolves.", check};

}  // namespace borealis::schema::rules
