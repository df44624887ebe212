// Python 2 in a config: many a config was written for it (language.md §22).
#pragma once

#include <optional>
#include <string>

#include "interp/source.h"

namespace borealis::interp {

struct OldSpelling {
  std::string message;
  std::string hint;    // how Python 3 writes it
  int column = 0;      // 1-based code points, in the line asked about
  int end_column = 0;  // exclusive
};

// Whether the line that a syntax error points at is Python 2. `message` is the parser's, `column` where it stopped.
std::optional<OldSpelling> recognize_python2(const SourceText& source, const std::string& message, int line,
                                             int column);

}  // namespace borealis::interp
