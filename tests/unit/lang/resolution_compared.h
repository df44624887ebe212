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

// Resolves the plan with both, twice over, as text and as plain data.
Compared compare_resolution(const Plan& plan);

}  // namespace borealis::lang::test
