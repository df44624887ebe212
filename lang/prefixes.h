// The prefixes of a reference: what an Environment is asked for (language.md §11).
#pragma once

#include <cstdint>
#include <vector>

#include "lang/ref.h"

namespace borealis::lang {

// hash_of() the first component, the first two ...
std::vector<std::uint64_t> hashes_of_prefixes(Components components);

}  // namespace borealis::lang
