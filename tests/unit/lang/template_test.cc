#include "lang/template.h"

#include <doctest/doctest.h>

#include <map>

using namespace borealis::lang;

namespace {

// "text|<a.b>|&x|!bad": literals, references, escapes and malformed tags.
std::string cut_up(std::string_view text) {
  std::string out;
  for (const Token& token : cut(text)) {
    if (!out.empty()) out += '|';
    switch (token.kind) {
      case Token::Kind::literal:
        out += token.text;
        break;
      case Token::Kind::reference:
        out += "<" + token.ref.address() + ">";
        break;
      case Token::Kind::escape:
        out.append("&").append(token.body);
        break;
      case Token::Kind::malformed:
        out.append("!").append(token.body);
        break;
    }
  }
  return out;
}

TextLookup table(std::map<std::string, std::string> entries) {
  return [entries](const Ref& ref) -> std::optional<std::string> {
    const auto at = entries.find(ref.address());
    return at == entries.end() ? std::nullopt : std::optional(at->second);
  };
}

}  // namespace

TEST_CASE("the token grammar") {
  CHECK(cut_up("{{a}}") == "<a>");
  CHECK(cut_up("x{{a}}y{{b.c[d]}}z") == "x|<a>|y|<b.c[d]>|z");
  CHECK(cut_up("{{{a}}}") == "{|<a>|}");
  CHECK(cut_up("{{{{a}}}}") == "{{|<a>|}}");
  CHECK(cut_up("{{a[{{b}}]}}") == "{{a[|<b>|]}}");
  for (const char* literal : {"{{}}", "{{a}", "{a}}", "{a}", "${x}", "}}", "{{", "{{{", "{{a", "{{a}b}}"}) {
    CHECK(cut_up(literal) == literal);
  }
  for (const char* body : {" a ", "a ", "1", "a-b", "#x", "a|b", "$a", "! c", " ", "a&", "json .", "&", "\na"}) {
    CHECK(cut_up("{{" + std::string(body) + "}}") == "!" + std::string(body));
  }
  CHECK(cut_up("{{&a}}") == "&a");
  CHECK(cut_up("{{&a&}}") == "&a");
  CHECK(cut_up("{{&&a}}") == "&&a");
  CHECK(cut_up("{{&anything goes}}") == "&anything goes");
  CHECK(cut_up("\\{{a}}") == "\\|<a>");
  CHECK(cut_up("{{.Names}}") == "<Names>");
  CHECK(cut_up("") == "");
}

TEST_CASE("references tells refs and malformed tags apart") {
  const References found = references("{{a}} {{ b }} {{a}} {{&c}} {{d[0]}}");
  REQUIRE(found.refs.size() == 3);
  CHECK(found.refs[0].str() == "{{a}}");
  CHECK(found.refs[2].str() == "{{d[0]}}");
  CHECK(found.malformed == std::vector<std::string>{"{{ b }}"});
}

TEST_CASE("substitute fills in what is known and leaves the rest") {
  const Substitution done = substitute("{{a}} {{.b}} {{&c}} {{ d }} {{a}}", table({{"a", "<{{x}}>"}, {"x", "1"}}));
  CHECK(done.finished);
  CHECK(done.text == "<1> {{b}} {{c}} {{ d }} <1>");
  REQUIRE(done.unbound.size() == 1);
  CHECK(done.unbound[0].address() == "b");
  CHECK(done.malformed == std::vector<std::string>{"{{ d }}"});
  CHECK(substitute("plain { text", table({})).text == "plain { text");
}

TEST_CASE("substitute stops at passes and bytes") {
  CHECK_FALSE(substitute("{{a}}", table({{"a", "x{{a}}"}})).finished);
  const Substitution doubled = substitute("{{a}}", table({{"a", "{{a}}{{a}}"}}), {.passes = 100, .text_bytes = 1000});
  CHECK_FALSE(doubled.finished);
  CHECK(doubled.text.size() < 2000);
}
