// What stands before each value of data in a record.
#pragma once

#include <cstdint>

namespace borealis::lang {

enum class RecordTag : std::uint8_t { no = 0, yes, integer, real, text, big_integer, foreign, list, map, object };

}  // namespace borealis::lang
