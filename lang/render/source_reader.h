// Where excerpts come from.
#pragma once

#include <optional>
#include <string>

namespace borealis::lang {

class SourceReader {
 public:
  virtual ~SourceReader() = default;
  // The line (1-based) of a file without its line break, in UTF-8; nothing when it can't be had. `file` is a span's.
  virtual std::optional<std::string> line(const std::string& file, int line) = 0;
};

}  // namespace borealis::lang
