// Every rule whose findings a user can see: those about jobs, and those of the evaluator and of a file as a whole. Each
// has its page, docs/rules/ID.md.
#pragma once

#include <string_view>
#include <vector>

#include "lang/diagnostic.h"

namespace borealis::schema {

struct RuleSummary {
  std::string_view id;
  lang::Severity severity;
  std::string_view summary;  // one line
};

// In order of id, each once.
const std::vector<RuleSummary>& rule_index();

}  // namespace borealis::schema
