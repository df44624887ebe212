// Random values of the language with bindings, as plans: what is to be built, from which both the value that is tested
// and the slow resolver's counterpart are made.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "choices.h"
#include "lang/value.h"

namespace borealis::lang::test {

struct Plan;
using PlanPtr = std::shared_ptr<const Plan>;

// One argument of bind() or in_scope(): a table of addresses, or a struct, list or map given as it is.
struct PlannedBinding {
  std::vector<std::pair<std::string, std::variant<std::string, PlanPtr>>> entries;
  PlanPtr value;  // null: `entries`
};
struct PlannedCall {
  bool weaker = false;  // in_scope() instead of bind()
  std::vector<PlannedBinding> arguments;
};
struct Plan {
  const Type* type = nullptr;
  Raw raw;  // scalars, and choices that hold no value
  // The elements of a list; keys and values of a map, in turn; the fields of a struct, null for those not given; what a
  // choice holds.
  std::vector<PlanPtr> parts;
  std::vector<PlannedCall> calls;  // in their order
};

// A struct, mostly, with everything the rules of resolution speak of. The types come from a fixed, small set.
PlanPtr random_plan(Choices& choices);
ValuePtr build(const Plan& plan);
// As Python text.
std::string describe(const Plan& plan);

}  // namespace borealis::lang::test
