#include "lang/braces.h"
#include "lang/template.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

bool is_address_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
         c == '[' || c == ']';
}

// What follows "{{" and looks like a reference with a dot or a bracket in it, up to where it stops being one.
std::string_view opened(std::string_view after) {
  std::size_t end = 0;
  while (end < after.size() && is_address_character(after[end])) ++end;
  const std::string_view address = after.substr(0, end);
  const bool starts_well = !address.empty() && (address[0] == '_' || (address[0] >= 'A' && address[0] <= 'z'));
  return starts_well && address.find_first_of(".[") != std::string_view::npos ? address : "";
}

void check_text(Findings& findings, const std::string& path, const std::string& text) {
  for (const lang::Token& token : lang::cut(text)) {
    if (token.kind != lang::Token::Kind::literal) continue;
    for (std::size_t at = token.text.find("{{"); at != std::string_view::npos; at = token.text.find("{{", at + 2)) {
      const std::string_view address = opened(token.text.substr(at + 2));
      const bool assembled =
          at + 2 + address.size() >= token.text.size() && token.text.end() != text.data() + text.size();
      if (address.empty() || assembled) continue;
      findings.add(path, joined("the reference `{{", address, "` is not closed with `}}`, so it stays as it is"),
                   joined("write `{{", address, "}}`"), joined("{{", address));
    }
  }
}

void check(const JobUnderCheck& job, Findings& findings) {
  for (const auto& [path, text] : job.braced_texts()) {
    if (lang::has_loose_braces(text)) check_text(findings, path, text);
  }
}

}  // namespace

const Rule unclosed_reference = {"unclosed-reference", lang::Severity::warning, RuleStage::lint,
                                 "Braces that were opened and not closed: no reference.", check};

}  // namespace borealis::schema::rules
