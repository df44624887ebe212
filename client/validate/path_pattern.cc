#include "client/validate/path_pattern.h"

#include <fnmatch.h>

#include <algorithm>
#include <string>
#include <vector>

namespace borealis::client {

namespace {

using Parts = std::vector<std::string>;

Parts parts_of(std::string_view path) {
  Parts parts;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t slash = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, slash - at);
    if (!part.empty() && part != ".") parts.emplace_back(part);
    at = slash + 1;
  }
  return parts;
}

}  // namespace

bool matches_path(std::string_view pattern, std::string_view path) {
  const Parts wanted = parts_of(pattern);
  const Parts given = parts_of(path);
  if (wanted.empty()) return false;
  // reached[j]: the patterns so far match the first j parts of the path.
  std::vector<bool> reached(given.size() + 1, false);
  reached[0] = true;
  for (const std::string& part : wanted) {
    std::vector<bool> next(given.size() + 1, false);
    for (std::size_t j = 0; j <= given.size(); ++j) {
      if (part == "**") {
        next[j] = reached[j] || (j > 0 && next[j - 1]);
      } else if (j > 0 && reached[j - 1]) {
        next[j] = fnmatch(part.c_str(), given[j - 1].c_str(), 0) == 0;
      }
    }
    reached = std::move(next);
  }
  // A directory that matches stands for what is below it.
  for (const bool matched : reached) {
    if (matched) return true;
  }
  return false;
}

}  // namespace borealis::client
