// Templates: text with `{{refs}}`, cut once (language.md §12.1).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/rc.h"
#include "lang/ref.h"

namespace borealis::lang {

struct Token {
  enum class Kind : std::uint8_t {
    literal,    // `text` stands for itself
    reference,  // {{a.b}}: `ref`
    escape,     // {{&body}} or {{&body&}}: comes out as {{body}}; `body` is what stands between
    malformed,  // {{ a }}: InvalidRefError when it is resolved
  };
  Kind kind = Kind::literal;
  std::string_view text;  // the whole token, braces included
  std::string_view body;
  Ref ref;

  // The text of the InvalidRefError of a malformed tag.
  std::string why() const;
};

// Whether `text` can hold a tag at all.
inline bool may_have_tags(std::string_view text) {
  return text.find("{{") != std::string_view::npos;
}

// Reads tokens from the left. The views point into the text given.
class Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) : rest_(text) {}
  // False at the end.
  bool next(Token& token);

 private:
  std::string_view rest_;
};

std::vector<Token> cut(std::string_view text);

// A shared text that remembers how it was cut; one without tags is never scanned again.
class Text : public RefCounted {
 public:
  explicit Text(std::string text) : text_(std::move(text)), tags_(may_have_tags(text_)) {}
  const std::string& str() const { return text_; }
  bool has_tags() const { return tags_; }
  const std::vector<Token>& tokens() const;

 private:
  std::string text_;
  bool tags_;
  mutable std::unique_ptr<const std::vector<Token>> tokens_;
};
using TextPtr = Rc<const Text>;

// How much one resolution may do.
struct TemplateLimits {
  int passes = 100;                    // the last must change nothing: 99 substitutions in a chain
  std::size_t text_bytes = 16u << 20;  // of a text that is still being resolved
};

// The references that stand in a text, in order of appearance, duplicates kept; escapes are none.
struct References {
  std::vector<Ref> refs;
  std::vector<std::string> malformed;  // tags as they stand: "{{ x }}"
};
References references(std::string_view text);

// Replaces references by what `lookup` answers, as often as that changes something, then strips one `&` from escapes
// (language.md §12.2). For those who have no values: the runner, the static rules. Never throws.
struct Substitution {
  std::string text;
  std::vector<Ref> unbound;            // in order of appearance, duplicates kept
  std::vector<std::string> malformed;  // left in the text as they are
  bool finished = true;                // false: passes or bytes were not enough, `text` is where it stopped
};
using TextLookup = std::function<std::optional<std::string>(const Ref&)>;
Substitution substitute(std::string_view text, const TextLookup& lookup, const TemplateLimits& limits = {});

}  // namespace borealis::lang
