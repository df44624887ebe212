// Paths of values: `task.processes[0].cmdline`, `constraints[rack]`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace borealis::lang {

struct PathStep {
  std::string_view name;
  bool index = false;  // written in brackets
};

// Reads a path from the left. Brackets pair; a key may hold dots.
class PathReader {
 public:
  explicit PathReader(std::string_view path) : rest_(path) {}
  bool at_end() const { return rest_.empty(); }
  PathStep next();

 private:
  std::string_view rest_;
};

// `path` with one step more.
std::string field_path(std::string_view path, std::string_view field);
std::string index_path(std::string_view path, std::size_t index);
std::string key_path(std::string_view path, std::string_view key);
// The same, in place.
void step_into_field(std::string& path, std::string_view field);
void step_into_index(std::string& path, std::size_t index);
void step_into_key(std::string& path, std::string_view key);

}  // namespace borealis::lang
