// Templates and references: whatever is cut says the same when it is printed and cut again (language.md §11, §12.1).
#include <algorithm>

#include "fuzz.h"
#include "lang/template.h"

namespace {

using namespace borealis::lang;
using borealis::fuzz::expect;

// Such a name is read after a dot only, and printed without it (as the original does).
bool begins_beyond_ascii(const Ref& ref) {
  if (ref.empty()) return false;
  const Component& first = ref.components().front();
  return !first.index && static_cast<unsigned char>(first.value.front()) >= 0x80;
}

void try_reference(std::string_view text) {
  std::string why;
  const std::optional<Ref> ref = Ref::try_parse(text, &why);
  if (!ref) {
    expect(!why.empty() || text.empty(), "a bad address is refused without a reason");
    return;
  }
  expect(!ref->empty(), "a reference without components");
  if (begins_beyond_ascii(*ref)) return;
  const std::optional<Ref> again = Ref::try_parse(ref->address());
  expect(again.has_value() && *again == *ref, "an address that is printed can't be read: " + ref->address());
  expect(again->hash() == ref->hash(), "equal references with different hashes");
  expect((ref->rest() <=> *ref) < 0, "what is left of a reference is not before it");
  expect(ref->starts_with(*again) && !ref->below(*again), "a reference is no proper prefix of itself");
}

std::string printed(const Token& token) {
  return token.kind == Token::Kind::reference ? token.ref.str() : std::string(token.text);
}

void try_template(std::string_view text) {
  const std::vector<Token> tokens = cut(text);
  std::string whole;
  std::string print;
  std::size_t references_seen = 0;
  for (const Token& token : tokens) {
    expect(!token.text.empty(), "an empty token");
    whole += token.text;
    print += printed(token);
    references_seen += token.kind == Token::Kind::reference ? 1 : 0;
    if (token.kind == Token::Kind::malformed) expect(!token.why().empty(), "a malformed tag without a reason");
  }
  expect(whole == text, "tokens don't make up the text");
  const std::vector<Token> again = cut(print);
  if (std::any_of(tokens.begin(), tokens.end(), [](const Token& t) { return begins_beyond_ascii(t.ref); })) return;
  expect(again.size() == tokens.size(), "a template that is printed has other tokens: " + print);
  for (std::size_t i = 0; i < again.size(); ++i) {
    expect(again[i].kind == tokens[i].kind && again[i].ref == tokens[i].ref && printed(again[i]) == printed(tokens[i]),
           "a token changed when it was printed: " + print);
  }
  expect(references(text).refs.size() == references_seen, "references() sees other tags");
  expect(may_have_tags(text) || references_seen == 0, "a tag where none may be");

  const Substitution open = substitute(text, [](const Ref&) { return std::nullopt; });
  expect(open.finished && open.unbound.size() == references_seen, "what is unknown does not stay");
  const TemplateLimits few{20, 1 << 16};
  const Substitution filled = substitute(
      text, [](const Ref& ref) { return std::optional<std::string>(ref.size() == 1 ? "x{{a.b}}" : "{{&c}}"); }, few);
  expect(!filled.finished || filled.unbound.empty(), "what is known stays");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = borealis::fuzz::text_of(data, size);
  const borealis::fuzz::AllocationLimit limit((std::size_t{16} << 20) + 4096 * size);
  try_reference(text);
  try_template(text);
  return 0;
}
