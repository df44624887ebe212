#include "schema/rule_index.h"

#include <algorithm>

#include "schema/rule.h"

namespace borealis::schema {

namespace {

// Said by the evaluator, by the reader of jobs and by the check of a file.
constexpr RuleSummary kOthers[] = {
    {"bad-bind", lang::Severity::error, "A `--bind` that names nothing that could be bound."},
    {"duplicate-job-key", lang::Severity::error, "Two jobs of one key."},
    {"hooks-disabled", lang::Severity::warning, "Hooks that are defined and never called."},
    {"limit-exceeded", lang::Severity::error, "An evaluation that needs more time, memory or depth than it may have."},
    {"malformed-template", lang::Severity::error, "Braces that hold no reference."},
    {"no-jobs", lang::Severity::error, "A config without a list of jobs."},
    {"no-such-job", lang::Severity::error, "A job key that the file does not have."},
    {"python-error", lang::Severity::error, "A Python error that escapes from the config."},
    {"python2-syntax", lang::Severity::error, "Syntax that only Python 2 knew."},
    {"syntax-error", lang::Severity::error, "A file that is no Python."},
    {"template-cycle", lang::Severity::error, "References that lead back to themselves."},
    {"unknown-field", lang::Severity::error, "A field that its struct does not have."},
    {"unreadable-file", lang::Severity::error, "A config, or an included file, that cannot be read."},
    {"wrong-type", lang::Severity::error, "A value of another type than its field."},
};

std::vector<RuleSummary> collect() {
  std::vector<RuleSummary> all(std::begin(kOthers), std::end(kOthers));
  for (const Rule* rule : all_rules()) all.push_back({rule->id, rule->severity, rule->summary});
  std::sort(all.begin(), all.end(), [](const RuleSummary& a, const RuleSummary& b) { return a.id < b.id; });
  return all;
}

}  // namespace

const std::vector<RuleSummary>& rule_index() {
  static const std::vector<RuleSummary> all = collect();
  return all;
}

}  // namespace borealis::schema
