// One resolution under way: interpolation with what it has found out so far (language.md §12, §13).
//
// A Resolver lives for one job, one check or one access. Within it an answer is looked up once for each scope.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lang/error.h"
#include "lang/lookup.h"
#include "lang/resolve.h"
#include "lang/template.h"
#include "lang/value.h"

namespace borealis::lang {

// What a reference amounts to in a scope.
struct Answer {
  TextPtr text;                          // what stands in place of the tag; null: it stays open
  std::shared_ptr<LanguageError> error;  // it can't be had: thrown whenever it is asked for
  Found found;
};

struct ResolvedText {
  std::string text;
  std::vector<Ref> unbound;  // in order, duplicates kept
  bool stripped = false;     // an escape lost its `&`
};

class Resolver {
 public:
  // Whether a proven cycle is reported at once, or when the original would have.
  enum class Cycles { faithful, at_once };

  explicit Resolver(TemplateLimits limits = {}, Cycles cycles = Cycles::faithful) : limits_(limits), cycles_(cycles) {}

  // `scope` is all that the value is resolved in: its own bindings, then its parents'. Throws as lang::interpolate().
  Interpolated interpolate(const ValuePtr& value, const Scope& scope);
  // A part of a container (a field, an element, a key): a Choice stays wrapped in its type (§8). Its open references
  // are added to `unbound`.
  ValuePtr part(const ValuePtr& value, const Scope& scope, std::vector<Ref>& unbound);
  ResolvedText resolve_text(const Text& text, const Scope& scope);
  // str() of a value in its own scope.
  std::string str(const ValuePtr& value);

  const Answer& answer(const Ref& ref, const Scope& scope);

  // A way round from one of the text's references back to one on the way: a, b, a. Empty: none is found.
  std::vector<Ref> find_cycle(const Text& text, const Scope& scope);

  // The scope of a struct's fields when the struct's own scopes are these.
  static Scope inside(const ValuePtr& value, const Scope& scope) {
    return value->type().kind() == TypeKind::structure ? scope.entered(value) : scope;
  }

 private:
  struct Key {
    const ScopeNode* node;
    Ref ref;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const noexcept {
      return std::hash<const void*>()(key.node) ^ key.ref.hash();
    }
  };
  struct Remembered {
    Answer answer;
    Scope scope;  // keeps the node of the key alive
  };
  Interpolated interpolate_scalar(const ValuePtr& value, const Scope& scope);
  Interpolated interpolate_choice(const Value& value, const Scope& scope);
  Interpolated interpolate_list(const Value& value, const Scope& scope);
  Interpolated interpolate_map(const Value& value, const Scope& scope);
  Interpolated interpolate_struct(const ValuePtr& value, const Scope& scope);
  Answer find_answer(const Ref& ref, const Scope& scope);
  TextPtr text_of(const ValuePtr& value, const Scope& scope);
  // What one pass makes of a text.
  struct Pass {
    std::string text;
    std::vector<Ref> open;  // what is bound to nothing
    bool replaced = false;
    bool closed = true;  // no further pass can find anything new
    bool escapes = false;
  };
  Pass substitute_once(const std::vector<Token>& tokens, const Scope& scope);
  void check_progress(const Text& original, const Scope& scope, const std::string& text, int pass);

  TemplateLimits limits_;
  Cycles cycles_;
  std::unordered_map<Key, Remembered, KeyHash> answers_;
  MapKeys map_keys_;
  std::size_t total_bytes_ = 0;
};

}  // namespace borealis::lang
