// What resolves values: interpolation, checks, text, comparison, access (language.md §3, §4, §6-§9, §11-§14).
//
// All of these throw LanguageError where the original raises; nothing is cached in a way one could see.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lang/error.h"
#include "lang/value.h"

namespace borealis::lang {

// --- the protocol of all values (§3) ---------------------------------------------------------------------------------

struct Interpolated {
  ValuePtr value;
  std::vector<Ref> unbound;  // of a scalar in order with duplicates; of a container without duplicates
};
// A Choice answers its unwrapped alternative (§8).
Interpolated interpolate(const Value& value);

struct TypeCheck {
  bool ok = true;
  std::string message;  // the exact texts of §14
};
// Throws where the original's check() raises; a Choice that holds a failing instance fails with that instance's words.
TypeCheck check(const Value& value);

// Raw plain data, nothing resolved (a Choice is unwrapped, which may throw): tuples, mappings, scalars as stored.
Raw get(const Value& value);

std::string str(const Value& value);   // "x", "1.0", "Res(cpu=1.0,\n    ram=2)", "IntegerList(1, 2)"
std::string repr(const Value& value);  // "String(x)"

// a == b. Scalars: same class and equal resolved values; structs: same fields, whatever the name.
bool equal(const Value& a, const Value& b);
// Two scalars of one class; NaN is equivalent to every number. Throws `type` for text against a number.
std::partial_ordering compare(const Value& a, const Value& b);
// Of the raw payload, numbers of equal value alike; stable from run to run.
std::uint64_t hash(const Value& value);

// --- access ----------------------------------------------------------------------------------------------------------

// `r.cpu()`: resolved in all scopes of the struct; null when unset.
ValuePtr field(const Value& structure, int index);
bool has_field(const Value& structure, int index);
// `x[i]`, negative from the end; throws `index`.
ValuePtr element(const Value& list, std::int64_t index);
// All elements resolved, for slices and iteration.
std::vector<ValuePtr> elements(const Value& list);
// `x[k]` and iteration of a map. Throws `key` ("k not found") or `coercion`. `key` is of the map's key type.
ValuePtr lookup(const Value& map, const Value& key);
std::vector<ValuePtr> keys(const Value& map);
// `choice.unwrap()`.
ValuePtr unwrap(const Value& choice);
// `x.find(ref)` of a struct, list or map (§11): the value found, with its owner's scopes, not resolved. Throws naming,
// unnamable, not_found, index, coercion.
ValuePtr find(const Value& value, const Ref& ref);

// --- coercion (§4) ---------------------------------------------------------------------------------------------------

// The payload that a scalar type makes of a raw one: text, integer, float or bool. Nothing: it can't; `error` takes
// "Cannot coerce 'x' to Float", and `kind` is `coercion` or `overflow`.
std::optional<Raw> coerce(const Type& type, const Raw& raw, std::string* error = nullptr, ErrorKind* kind = nullptr);

}  // namespace borealis::lang
