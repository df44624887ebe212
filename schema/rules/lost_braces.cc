#include "lang/ref.h"
#include "schema/late_refs.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

// The run-time reference in single braces that begins at `at`, or "".
std::string_view single_braced(const std::string& text, std::size_t at) {
  const bool alone = at == 0 || (text[at - 1] != '{' && text[at - 1] != '$');
  if (!alone || at + 1 == text.size() || text[at + 1] == '{') return "";
  const std::size_t end = text.find('}', at);
  if (end == std::string::npos) return "";
  const std::string_view address = std::string_view(text).substr(at + 1, end - at - 1);
  if (!address.starts_with("mesos.") && !address.starts_with("thermos.")) return "";
  const std::optional<lang::Ref> ref = lang::Ref::try_parse(address);
  return ref && is_late_ref(*ref, RefScope::task) ? address : "";
}

void check(const JobUnderCheck& job, Findings& findings) {
  for (const auto& [path, text] : job.braced_texts()) {
    for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
      const std::string_view address = single_braced(text, at);
      if (address.empty()) continue;
      findings.add(path, joined("`{", address, "}` stands in single braces and is no reference"),
                   "f-strings and `format` turn two braces into one: write four there", address);
    }
  }
}

}  // namespace

const Rule lost_braces = {"lost-braces", lang::Severity::warning, RuleStage::lint,
                          "A run-time reference in single braces, which nothing resolves.", check};

}  // namespace borealis::schema::rules
