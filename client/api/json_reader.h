// Reading JSON text: executor data, clusters.json, whatever comes from outside.
#pragma once

#include <cstddef>
#include <string_view>

#include "lang/data.h"
#include "lang/result.h"

namespace borealis::api {

struct JsonLimits {
  std::size_t max_bytes = 64u << 20;
  int max_depth = 200;
};

// Objects become Data::Map with the keys in the order of the text (of a repeated key the last value stands), integers
// stay integers (BigInteger beyond 64 bits), numbers with a fraction or an exponent are reals. `null` members of
// objects are left out: the language has no null; in lists and alone null is an error. Anything wrong is
// ErrorClass::findings with the byte where it is wrong.
lang::Result<lang::Data> parse_json(std::string_view text, const JsonLimits& limits = {});

}  // namespace borealis::api
