#include "schema/rule_index.h"

#include <algorithm>

#include "lang/suggest.h"
#include "schema/rule.h"

namespace borealis::schema {

namespace {

// Said by the evaluator, by the reader of jobs and by the check of a file.
struct Other {
  const char* id;
  lang::Severity severity;
  const char* summary;
  bool silenceable = false;
};
constexpr Other kOthers[] = {
    {"bad-bind", lang::Severity::error, "A `--bind` that names nothing that could be bound."},
    {"bad-ignore", lang::Severity::warning, "An ignore comment that cannot be understood or obeyed.", true},
    {"duplicate-job-key", lang::Severity::error, "Two jobs of one key.", true},
    {"hooks-disabled", lang::Severity::warning, "Hooks that are defined and never called.", true},
    {"internal-error", lang::Severity::error, "A check that did not come to its end: a bug in borealis."},
    {"limit-exceeded", lang::Severity::error, "An evaluation that needs more time, memory or depth than it may have."},
    {"malformed-template", lang::Severity::error, "Braces that hold no reference."},
    {"no-jobs", lang::Severity::error, "A config without a list of jobs."},
    {"no-such-job", lang::Severity::error, "A job key that the file does not have."},
    {"project-file", lang::Severity::error, "A mistake in borealis.toml."},
    {"python-error", lang::Severity::error, "A Python error that escapes from the config."},
    {"python2-syntax", lang::Severity::error, "Syntax that only Python 2 knew."},
    {"sandbox-denied", lang::Severity::error, "Something that the sandbox forbids."},
    {"syntax-error", lang::Severity::error, "A file that is no Python."},
    {"template-cycle", lang::Severity::error, "References that lead back to themselves."},
    {"unknown-field", lang::Severity::error, "A field that its struct does not have."},
    {"unreadable-file", lang::Severity::error, "A config, or an included file, that cannot be read."},
    {"unused-ignore", lang::Severity::warning, "An ignore comment that silences nothing.", true},
    {"wrong-type", lang::Severity::error, "A value of another type than its field."},
};

std::vector<RuleInfo> collect() {
  std::vector<RuleInfo> all;
  for (const Other& other : kOthers) all.push_back({other.id, other.severity, other.summary, other.silenceable});
  for (const Rule* rule : all_rules()) {
    const bool refused = rule->stage == RuleStage::conversion && rule->severity == lang::Severity::error;
    all.push_back({rule->id, rule->severity, rule->summary, !refused});
  }
  std::sort(all.begin(), all.end(), [](const RuleInfo& a, const RuleInfo& b) { return a.id < b.id; });
  return all;
}

}  // namespace

const std::vector<RuleInfo>& rule_index() {
  static const std::vector<RuleInfo> all = collect();
  return all;
}

const RuleInfo* find_rule(std::string_view id) {
  const auto& rules = rule_index();
  const auto found = std::lower_bound(rules.begin(), rules.end(), id,
                                      [](const RuleInfo& rule, std::string_view wanted) { return rule.id < wanted; });
  return found != rules.end() && found->id == id ? &*found : nullptr;
}

std::string nearest_rule(const std::string& word) {
  std::vector<std::string> ids;
  for (const RuleInfo& rule : rule_index()) ids.push_back(rule.id);
  return lang::nearest(word, ids);
}

}  // namespace borealis::schema
