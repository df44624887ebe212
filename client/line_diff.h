// How two texts of several lines differ, line by line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace borealis::client {

struct DiffLine {
  enum class Kind : std::uint8_t { same, removed, added, skipped };
  Kind kind = Kind::same;
  std::string text;  // without its line break; of skipped ones empty
};

// The fewest changes (for texts of more than 2,000 lines: all of the middle part). Of lines that are the same at most
// `context` stand around a change, the others are one `skipped`.
std::vector<DiffLine> diff_lines(std::string_view before, std::string_view after, int context = 2);

}  // namespace borealis::client
