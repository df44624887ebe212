// Scopes: what a reference is looked up in (language.md §10, §13).
//
// A Scope is a persistent chain: entering a struct or binding something pushes a frame onto what is shared. The
// original's list of scopes (with its `self.` and `super.` views) is what walking the chain amounts to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "lang/rc.h"
#include "lang/ref.h"
#include "lang/site.h"
#include "lang/template.h"
#include "lang/type.h"

namespace borealis::lang {

class Environment;
using EnvironmentPtr = Rc<const Environment>;

// One scope a user gave: an Environment, or a struct, list or map whose fields, indices or keys become visible.
using Binding = std::variant<EnvironmentPtr, ValuePtr>;

// What a name stands for: text, or a value.
using Bound = std::variant<TextPtr, ValuePtr>;

// A table from Ref to text or value.
class Environment : public RefCounted {
 public:
  struct Entry {
    Ref ref;
    Bound bound;
    SiteId site = 0;  // the call that bound it
  };

  // Of two entries with one ref the later stands.
  explicit Environment(std::vector<Entry> entries);

  // In the order in which they were given.
  const std::vector<Entry>& entries() const { return entries_; }

  // `Environment.find`: the exact entry, else the longest proper prefix that leads there; a value found by descending
  // carries its owner's scopes. Throws LanguageError not_found (and `index`, `coercion` from lists and maps).
  Bound find(const Ref& ref) const;

  // The entry of exactly these components; nullptr: none.
  const Entry* exact(Components components) const { return exact(components, hash_of(components)); }
  const Entry* exact(Components components, std::uint64_t hash) const;
  // False: no entry begins with this component.
  bool may_begin_with(const Component& first) const { return (first_components_ >> (first.hash & 63) & 1) != 0; }

 private:
  std::vector<Entry> entries_;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> by_hash_;
  std::uint64_t first_components_ = 0;
};

// Collects the entries of an Environment.
class EnvironmentBuilder {
 public:
  // A Python text or number arrives as its str().
  void add(Ref ref, std::string text, SiteId site = 0);
  void add(Ref ref, ValuePtr value, SiteId site = 0);
  // Everything of `other`, below `prefix` (which may be empty).
  void merge(const Ref& prefix, const Environment& other);
  EnvironmentPtr build();

 private:
  std::vector<Environment::Entry> entries_;
};

class ScopeNode;

class Scope {
 public:
  Scope() = default;  // nothing is bound
  bool empty() const { return !node_; }

  // With `binding` asked before all else.
  Scope pushed(Binding binding) const;
  // With `weaker` asked after all else.
  Scope followed_by(const Scope& weaker) const;
  // scopes() of a struct whose own scopes (its bindings, then its parents') are this: the struct's fields plain and
  // under `self.`, this, and this under `super.`.
  Scope entered(ValuePtr structure) const;
  // This without the structs entered last, as far as they have no field that `ref` begins with.
  Scope that_may_answer(Components ref) const;
  // The bindings of the chain, strongest first; structs entered on the way are left out.
  std::vector<Binding> bindings() const;

  const ScopeNode* node() const { return node_.get(); }
  friend bool operator==(const Scope& a, const Scope& b) { return a.node_ == b.node_; }

 private:
  explicit Scope(Rc<const ScopeNode> node);
  Rc<const ScopeNode> node_;
};

// A link of the chain; what it says is for lang/lookup.h.
class ScopeNode : public RefCounted {
 public:
  enum class Kind : std::uint8_t {
    binding,  // `binding`, then `next`
    entered,  // the fields of the struct in `binding`, plain and under self; `next`; `next` under super
    joined,   // `first`, then `next`
  };
  ScopeNode(Kind kind_, Binding binding_, Rc<const ScopeNode> first_, Rc<const ScopeNode> next_);

  Kind kind;
  Binding binding;
  Rc<const ScopeNode> first;
  Rc<const ScopeNode> next;
};

inline Scope::Scope(Rc<const ScopeNode> node) : node_(std::move(node)) {}

}  // namespace borealis::lang
