// Where a reference leads (language.md §10, §11, §13): the walk over scopes and the descent into values.
#pragma once

#include <string>

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

// Asks each scope in turn. False: nothing answers. Errors of naming are swallowed; a list index too far below zero
// (index) and a key that does not fit its map's type (coercion, value) are thrown.
bool look_up(const Scope& scope, Components ref, Found& found);

bool find_in_environment(const Environment& environment, Components ref, Found& found);

// Why a descent failed, as Python says it.
struct Refusal {
  ErrorKind kind = ErrorKind::not_found;  // not_found, naming or unnamable
  std::string text;
};
// Follows `ref` (not empty) from `value`, whose own scopes are `scope`.
bool descend(const ValuePtr& value, const Scope& scope, Components ref, Found& found, Refusal* refusal = nullptr);

// The names that a reference could have had in place of its component `at`: what is visible in the scope for the first,
// the fields, indices or keys of what the components before it lead to for another.
std::vector<std::string> visible_names(const Scope& scope, Components ref, std::size_t at);

}  // namespace borealis::lang
