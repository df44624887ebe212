#include <string>
#include <string_view>
#include <vector>

#include "schema/late_refs.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

// Tags that stand round other tags: "{{a[{{b}}]}}".
std::vector<std::string_view> outer_tags(std::string_view text) {
  std::vector<std::string_view> found;
  int depth = 0;
  bool nested = false;
  std::size_t start = 0;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const std::string_view two = text.substr(i, 2);
    if (two == "{{") {
      if (depth == 0) start = i;
      nested = depth > 0;
      ++depth;
      ++i;
    } else if (two == "}}" && depth > 0) {
      if (--depth == 0 && nested) found.push_back(text.substr(start, i + 2 - start));
      ++i;
    }
  }
  return found;
}

void check(const JobUnderCheck& job, Findings& findings) {
  for (const auto& [path, text] : job.braced_texts()) {
    if (field_of(path) != "task") continue;
    const std::vector<std::string> addresses = nested_refs(text);
    if (addresses.empty()) continue;
    const std::vector<std::string_view> tags = outer_tags(text);
    for (std::size_t i = 0; i < addresses.size(); ++i) {
      const std::string_view tag = tags.size() == addresses.size() ? tags[i] : std::string_view();
      findings.add(path,
                   joined("a reference such as `{{", addresses[i],
                          "}}` is assembled from a run-time reference, and nothing resolves it when the task runs"),
                   "let the command look the value up, for example in a shell array or with `case`", tag);
    }
  }
}

}  // namespace

const Rule nested_reference = {"nested-reference", lang::Severity::error, RuleStage::conversion,
                               "A reference assembled from a run-time reference, which nothing ever resolves.", check};

}  // namespace borealis::schema::rules
