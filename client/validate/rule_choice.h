// Which findings are wanted: --select, --ignore, --strict, and the same in borealis.toml.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lang/diagnostic.h"
#include "lang/result.h"

namespace borealis::client {

struct RuleChoice {
  std::optional<std::set<std::string>> select;  // nothing: every rule
  std::set<std::string> ignore;
  bool strict = false;  // warnings are errors

  // Whether the finding is wanted. One that can't be silenced (schema/rule_index.h) always is.
  bool wants(const lang::Diagnostic& finding) const;
};

// A word that should be a rule's id: nothing when it is, else what is wrong with it. `to_ignore`: and one that can be
// silenced.
struct RuleProblem {
  std::string message;
  std::string hint;
};
std::optional<RuleProblem> problem_with_rule(const std::string& word, bool to_ignore);

// "a,b" of an option; ErrorClass::usage when a word is no rule, or for `to_ignore` one that can't be silenced.
lang::Result<std::vector<std::string>> parse_rules(std::string_view option, const std::vector<std::string>& words,
                                                   bool to_ignore);

}  // namespace borealis::client
