#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

// Whether the backslash at `at` is itself escaped by the ones before it.
bool is_escaped(std::string_view text, std::size_t at) {
  std::size_t before = 0;
  while (before < at && text[at - 1 - before] == '\\') ++before;
  return before % 2 == 1;
}

void check_command(Findings& findings, const std::string& path, std::string_view text) {
  for (std::size_t at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at + 1)) {
    if (is_escaped(text, at)) continue;
    const std::size_t next = text.find_first_not_of(" \t", at + 1);
    if (next == std::string_view::npos && text.find_first_of(" \t", at) == std::string_view::npos) {
      findings.add(path, "the command ends with a backslash, which continues no line", "leave the backslash out");
    } else if (next != at + 1 && (next == std::string_view::npos || text[next] == '\n')) {
      findings.add(path, "a backslash has blanks after it, so it does not continue the line",
                   "leave the blanks out: the backslash must be the last character of its line");
    }
  }
}

void check(const JobUnderCheck& job, Findings& findings) {
  for_each_command(job, [&](const std::string& path, const std::string& text) { check_command(findings, path, text); });
}

}  // namespace

const Rule line_continuation = {"line-continuation", lang::Severity::warning, RuleStage::lint,
                                "A backslash that continues no line.", check};

}  // namespace borealis::schema::rules
