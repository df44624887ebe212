// Where a reference leads (language.md §10, §11, §13): the walk over scopes and the descent into values.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "lang/error.h"
#include "lang/scope.h"
#include "lang/value.h"

namespace borealis::lang {

struct Found {
  Bound bound;
  // What a value is resolved in. Of an exact entry: its own bindings (what stays open in it is resolved where it is
  // used: dynamic scoping). Of one found by descending: its own bindings, then its owners' scopes (language.md §13.1).
  Scope scope;
  bool descended = false;
  // Where the author gave it: the call and its argument.
  SiteId site = 0;
  std::string field;
};

// Long rows of bindings, `x.bind(...).bind(...)`, by the first component of what they bind: a reference asks only those
// that may know it.
class BindingRows {
 public:
  struct Row {
    Rc<const ScopeNode> first;                                                  // keeps all of the row
    const ScopeNode* after = nullptr;                                           // what comes after its last
    std::unordered_map<std::uint64_t, std::vector<const ScopeNode*>> by_first;  // strongest first
  };
  // The row of environments that begins at `node`; null: it is a short one, or none.
  const Row* at(const ScopeNode* node);

 private:
  std::unordered_map<const ScopeNode*, Row> rows_;
};

// What the keys of maps resolve to, as far as they were read: many references into a large map read them once.
class MapKeys {
 public:
  // The value of the first key that resolves to what `wanted` does, a key of the map's key type; null: none. Throws
  // what resolving a key throws that stands before it.
  const ValuePtr* find(const ValuePtr& map, const Value& wanted);
  // What else one resolution remembers for its lookups.
  BindingRows& rows() { return rows_; }

 private:
  struct Read {
    ValuePtr map;
    std::size_t count = 0;  // of the keys that were read
    std::unordered_map<std::string, std::size_t> first;
  };
  std::unordered_map<const Value*, Read> maps_;
  BindingRows rows_;
};

// Asks each scope in turn. False: nothing answers. Errors of naming are swallowed; a list index too far below zero
// (index) and a key that does not fit its map's type (coercion, value) are thrown.
bool look_up(const Scope& scope, Components ref, Found& found, MapKeys& keys);

bool find_in_environment(const Environment& environment, Components ref, Found& found, MapKeys& keys);

// Why a descent failed, as Python says it.
struct Refusal {
  ErrorKind kind = ErrorKind::not_found;  // not_found, naming or unnamable
  std::string text;
};
// Follows `ref` (not empty) from `value`, whose own scopes are `scope`.
bool descend(const ValuePtr& value, const Scope& scope, Components ref, Found& found, MapKeys& keys,
             Refusal* refusal = nullptr);

// The names that a reference could have had in place of its component `at`: what is visible in the scope for the first,
// the fields, indices or keys of what the components before it lead to for another.
std::vector<std::string> visible_names(const Scope& scope, Components ref, std::size_t at);

}  // namespace borealis::lang
