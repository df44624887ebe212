// "did you mean": the nearest of some names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace borealis::lang {

// Restricted Damerau-Levenshtein distance (a swap of two neighbours counts 1), on code units.
int edit_distance(std::string_view a, std::string_view b);

// The candidate nearest to `word` (case ignored first), or "" when none is near: at most a third of the longer word's
// length, and at least 1, may differ; or, when there is no such one, `word` is how one of them alone begins ("env").
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace borealis::lang
