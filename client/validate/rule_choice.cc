#include "client/validate/rule_choice.h"

#include <fmt/format.h>

#include <algorithm>

#include "schema/rule_index.h"

namespace borealis::client {

bool RuleChoice::wants(const lang::Diagnostic& finding) const {
  const schema::RuleInfo* rule = schema::find_rule(finding.rule);
  if (rule == nullptr || !rule->silenceable) return true;
  if (ignore.contains(finding.rule)) return false;
  return !select || select->contains(finding.rule);
}

std::optional<RuleProblem> problem_with_rule(const std::string& word, bool to_ignore) {
  const schema::RuleInfo* rule = schema::find_rule(word);
  if (rule == nullptr) {
    const std::string near = schema::nearest_rule(word);
    return RuleProblem{fmt::format("there is no rule '{}'", word),
                       near.empty() ? "a rule's id stands in brackets in a report, for example `error[tier]`"
                                    : fmt::format("did you mean {}?", near)};
  }
  if (to_ignore && !rule->silenceable) {
    return RuleProblem{fmt::format("{} cannot be ignored: as long as it is found there is no job", word),
                       "rules of the command line, the scheduler and the lints can be ignored"};
  }
  return std::nullopt;
}

lang::Result<std::vector<std::string>> parse_rules(std::string_view option, const std::vector<std::string>& words,
                                                   bool to_ignore) {
  std::vector<std::string> rules;
  for (const std::string& text : words) {
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t comma = std::min(text.find(',', at), text.size());
      std::string word = text.substr(at, comma - at);
      at = comma + 1;
      const std::size_t first = word.find_first_not_of(' ');
      word = first == std::string::npos ? "" : word.substr(first, word.find_last_not_of(' ') - first + 1);
      if (const auto problem = problem_with_rule(word, to_ignore)) {
        return lang::Error{lang::ErrorClass::usage, fmt::format("{}: {}", option, problem->message), problem->hint, {}};
      }
      rules.push_back(std::move(word));
    }
  }
  return rules;
}

}  // namespace borealis::client
