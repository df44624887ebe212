// The resolver answers as the slow one does, over thousands of random values (language.md §10-§13).
#include "make.h"
#include "resolution_compared.h"

using namespace borealis::lang;
using namespace borealis::lang::test;

TEST_CASE("the resolver agrees with one that copies everything") {
  constexpr int kCases = 2500;
  int skipped = 0;
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    Choices choices(seed);
    const Compared result = compare_resolution(*random_plan(choices));
    if (result.outcome == Comparison::skipped) ++skipped;
    if (result.outcome != Comparison::different) continue;
    const std::vector<std::uint8_t> small = shrunk(choices.taken(), [](const std::vector<std::uint8_t>& record) {
      Choices again(record);
      return compare_resolution(*random_plan(again)).outcome == Comparison::different;
    });
    Choices again(small);
    FAIL(doctest::String(
        ("seed " + std::to_string(seed) + ": " + compare_resolution(*random_plan(again)).report).c_str()));
  }
  // The comparison means nothing when the slow one gives up on most.
  CHECK(skipped < kCases / 4);
}
