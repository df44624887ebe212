// Python 2 in a config: many a config was written for it (language.md §22).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

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

// The same for an exception that Python 2 code raises at `line` although it can be parsed: `print >>f, x`.
std::optional<OldSpelling> recognize_python2_error(const SourceText& source, const std::string& message, int line);

// What can't be Python 3 in a file, by line: for a file that is known to be Python 2, of which the parser only tells
// the first.
std::vector<std::pair<int, OldSpelling>> find_python2(const SourceText& source);

}  // namespace borealis::interp
