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

// What follows "{{" and looks like a reference, up to where it stops being one. Where the text has closing braces
// further on, braces of another language are as likely: then only an address with a dot or a bracket in it counts.
std::string_view opened(std::string_view after) {
  const std::size_t start = after.find_first_not_of(' ');
  if (start > 1) return "";
  std::size_t end = start;
  while (end < after.size() && is_address_character(after[end])) ++end;
  const std::string_view address = after.substr(start, end - start);
  const bool starts_well = !address.empty() && (address[0] == '_' || (address[0] >= 'A' && address[0] <= 'z'));
  if (!starts_well) return "";
  if (after.find("}}") == std::string_view::npos) return address;
  return start == 0 && address.find_first_of(".[") != std::string_view::npos ? address : "";
}

void check_text(Findings& findings, const std::string& path, const std::string& text) {
  for (const lang::Token& token : lang::cut(text)) {
    if (token.kind != lang::Token::Kind::literal) continue;
    for (std::size_t at = token.text.find("{{"); at != std::string_view::npos; at = token.text.find("{{", at + 2)) {
      const std::string_view address = opened(token.text.substr(at + 2));
      const char* end = address.data() + address.size();
      // The braces go on in another token: a reference that is assembled of others.
      const bool assembled = end == token.text.data() + token.text.size() && end != text.data() + text.size();
      if (address.empty() || assembled) continue;
      const std::string_view written(token.text.data() + at, static_cast<std::size_t>(end - token.text.data()) - at);
      findings.add(path, joined("the reference `", written, "` is not closed with `}}`, so it stays as it is"),
                   joined("write `{{", address, "}}`"), std::string(written));
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
