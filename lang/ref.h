// Ref: a parsed address, `a.b[c]` (language.md §11).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lang/rc.h"

namespace borealis::lang {

// One step: a dereference `.value` or an index `[value]`.
struct Component {
  bool index = false;
  std::string value;
  std::uint64_t hash = 0;  // of kind and value

  Component(bool index_, std::string value_);
  friend bool operator==(const Component& a, const Component& b) {
    return a.hash == b.hash && a.index == b.index && a.value == b.value;
  }
  friend std::strong_ordering operator<=>(const Component& a, const Component& b) {
    if (const auto order = a.index <=> b.index; order != 0) return order;
    return a.value <=> b.value;
  }
};

using Components = std::span<const Component>;

// "a.b[c]"
std::string address_of(Components components);

// A shared, immutable list of components. The empty Ref (no components) is what rest() of a one-step ref is.
class Ref {
 public:
  Ref() = default;
  explicit Ref(std::vector<Component> components);

  // Throws LanguageError (invalid_ref) with the original's text.
  static Ref parse(std::string_view address);
  // The same without exception; `why` takes the text.
  static std::optional<Ref> try_parse(std::string_view address, std::string* why = nullptr);

  Components components() const;
  std::size_t size() const { return components().size(); }
  bool empty() const { return size() == 0; }
  std::uint64_t hash() const;

  std::string address() const;                // a.b
  std::string str() const;                    // {{a.b}}
  std::string repr() const;                   // Ref(a.b)
  Ref rest(std::size_t n = 1) const;          // without the first n components
  Ref operator+(const Ref& other) const;      // concatenation
  bool starts_with(const Ref& prefix) const;  // also when equal
  // What follows `prefix`; nothing when it is no proper prefix. (Ref.subscope(prefix, ref), prefix.scoped_to(ref))
  std::optional<Ref> below(const Ref& prefix) const;

  friend bool operator==(const Ref& a, const Ref& b);
  // By length, then by components.
  friend std::strong_ordering operator<=>(const Ref& a, const Ref& b);

 private:
  struct Node : RefCounted {
    std::vector<Component> components;
    std::uint64_t hash = 0;
  };
  Rc<const Node> node_;
};

// Combines the hashes of components, as Ref::hash() does.
std::uint64_t hash_of(Components components);

}  // namespace borealis::lang

template <>
struct std::hash<borealis::lang::Ref> {
  std::size_t operator()(const borealis::lang::Ref& ref) const noexcept { return ref.hash(); }
};
