// What the alternatives of a Choice have in common, however they are resolved (language.md §8).
#pragma once

#include "lang/type.h"
#include "lang/value.h"

namespace borealis::lang {

// A value without templates, given where a choice asks for another struct: no such struct can be made of it, which is
// told so without an exception.
inline bool is_other_struct(const Type& alternative, const Raw& raw) {
  const Value* value = raw.value();
  return value != nullptr && alternative.kind() == TypeKind::structure && &value->type() != &alternative &&
         !value->has_tags();
}

}  // namespace borealis::lang
