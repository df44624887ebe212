#include "schema/rule_index.h"

#include <algorithm>

#include "lang/suggest.h"
#include "schema/rule.h"

namespace borealis::schema {

namespace {

using lang::Severity;

// What is no rule about a single job.
std::vector<RuleInfo> other_rules() {
  return {
      {"bad-ignore", Severity::warning, "An ignore comment that cannot be understood or obeyed.", true},
      {"bad-bind", Severity::error, "A --bind whose name is no address.", false},
      {"duplicate-job-key", Severity::error, "Two jobs of a file with the same key.", true},
      {"hooks-disabled", Severity::warning, "Hooks that no job of the file enables.", true},
      {"internal-error", Severity::error, "A check that did not come to its end: a bug in borealis.", false},
      {"limit-exceeded", Severity::error, "An evaluation that took too long, too much memory or too many steps.",
       false},
      {"malformed-template", Severity::error, "A `{{...}}` that holds no address.", false},
      {"missing-field", Severity::error, "A field that a struct cannot do without.", false},
      {"no-jobs", Severity::error, "A file without a list of jobs.", false},
      {"no-such-job", Severity::error, "No job of the key that was asked for.", false},
      {"project-file", Severity::error, "A mistake in borealis.toml.", false},
      {"python-error", Severity::error, "An exception that ended the evaluation.", false},
      {"syntax-error", Severity::error, "A file that is not Python.", false},
      {"template-cycle", Severity::error, "References that lead back to themselves.", false},
      {"unknown-field", Severity::error, "A field that a struct does not have.", false},
      {"unreadable-file", Severity::error, "A file that cannot be read.", false},
      {"unused-ignore", Severity::warning, "An ignore comment that silences nothing.", true},
      {"wrong-type", Severity::error, "A value of the wrong type.", false},
  };
}

std::vector<RuleInfo> all() {
  std::vector<RuleInfo> rules = other_rules();
  for (const Rule* rule : all_rules()) {
    // missing-field is both: fields that structs need, and parts that the conversion needs.
    const auto same = [&](const RuleInfo& other) { return other.id == rule->id; };
    if (std::any_of(rules.begin(), rules.end(), same)) continue;
    const bool refused = rule->stage == RuleStage::conversion && rule->severity == Severity::error;
    rules.push_back({rule->id, rule->severity, rule->summary, !refused});
  }
  std::sort(rules.begin(), rules.end(), [](const RuleInfo& a, const RuleInfo& b) { return a.id < b.id; });
  return rules;
}

}  // namespace

const std::vector<RuleInfo>& rule_index() {
  static const std::vector<RuleInfo> rules = all();
  return rules;
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
