// Resolution: the bytes are the decisions of a random value with bindings, and the resolver must say of it what the
// slow one says (tests/unit/lang/resolution_compared.h).
#include "../unit/lang/resolution_compared.h"
#include "fuzz.h"
#include "lang/data_of.h"
#include "lang/json.h"
#include "lang/resolve.h"

namespace {

using namespace borealis::lang;

template <class Call>
void ignoring_language_errors(Call call) {
  try {
    call();
  } catch (const LanguageError&) {
    // An answer like any other.
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  test::Choices choices({data, data + size});
  const test::PlanPtr plan = test::random_plan(choices);
  const test::Compared result = test::compare_resolution(*plan, 3000);
  borealis::fuzz::expect(result.outcome != test::Comparison::different, result.report);
  // A case that is too slow for the comparison is still resolved. What resolve() finds it reports; it never throws.
  ValuePtr value;
  ignoring_language_errors([&] { value = test::build(*plan); });
  if (!value) return 0;
  const Resolution resolution = resolve(*value);
  to_json(resolution.data);
  ignoring_language_errors([&] { interpolate(*value); });
  ignoring_language_errors([&] { check(*value); });
  ignoring_language_errors([&] { hash(*value); });
  return 0;
}
