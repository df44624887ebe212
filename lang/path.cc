#include "lang/path.h"

#include <algorithm>

namespace borealis::lang {

PathStep PathReader::next() {
  if (rest_.front() == '[') {
    int depth = 0;
    std::size_t end = 0;
    for (; end < rest_.size(); ++end) {
      if (rest_[end] == '[') ++depth;
      if (rest_[end] == ']' && --depth == 0) break;
    }
    const PathStep step{rest_.substr(1, end - 1), true};
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return step;
  }
  if (rest_.front() == '.') rest_.remove_prefix(1);
  const std::size_t end = std::min(rest_.find_first_of(".["), rest_.size());
  const PathStep step{rest_.substr(0, end), false};
  rest_.remove_prefix(end);
  return step;
}

void step_into_field(std::string& path, std::string_view field) {
  if (!path.empty()) path += '.';
  path += field;
}

void step_into_index(std::string& path, std::size_t index) {
  path.append("[").append(std::to_string(index)).append("]");
}

void step_into_key(std::string& path, std::string_view key) {
  path.append("[").append(key).append("]");
}

std::string field_path(std::string_view path, std::string_view field) {
  std::string out(path);
  step_into_field(out, field);
  return out;
}

std::string index_path(std::string_view path, std::size_t index) {
  std::string out(path);
  step_into_index(out, index);
  return out;
}

std::string key_path(std::string_view path, std::string_view key) {
  std::string out(path);
  step_into_key(out, key);
  return out;
}

}  // namespace borealis::lang
