// Every rule whose findings a user can see: those about jobs, and those of the evaluator and of a file as a whole. Each
// has its page, docs/rules/ID.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lang/diagnostic.h"

namespace borealis::schema {

struct RuleInfo {
  std::string id;  // kebab-case; also the name of its page in docs/rules/
  lang::Severity severity = lang::Severity::error;
  std::string summary;  // one line with a full stop
  // Whether the author may silence it. Not when it says that there is no such job: the file cannot be evaluated, or the
  // language or the conversion to the API refuses it, and rendering or deploying it would fail all the same.
  bool silenceable = true;
};

// In order of id.
const std::vector<RuleInfo>& rule_index();
// nullptr when there is none.
const RuleInfo* find_rule(std::string_view id);
// The id nearest to a word, or "".
std::string nearest_rule(const std::string& word);

}  // namespace borealis::schema
