// A part of the spec that may be missing.
#pragma once

#include <optional>

#include "schema/reader.h"

namespace borealis::runner {

// Unset when there is none, or none that can be read.
template <class T>
std::optional<T> read_optional(const lang::Data& data) {
  if (data.object() == nullptr && data.map() == nullptr) return std::nullopt;
  lang::Diagnostics ignored;
  return schema::read<T>(data, "", ignored, schema::ReadMode::lenient);
}

}  // namespace borealis::runner
