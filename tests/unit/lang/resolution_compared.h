// The resolver and the slow one, over one plan: shared by the property tests and the fuzzer.
#pragma once

#include <optional>
#include <string>

#include "random_case.h"

namespace borealis::lang::test {

enum class Comparison { same, skipped, different };

struct Compared {
  Comparison outcome = Comparison::same;
  std::string report;  // of a difference: the case and both answers
};

// Resolves the plan with both, twice over, as text and as plain data. A case on which the slow one takes more steps is
// skipped.
Compared compare_resolution(const Plan& plan, int steps = 20000);

}  // namespace borealis::lang::test
