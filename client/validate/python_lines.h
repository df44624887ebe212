// Where comments, statements and brackets stand in a Python source. No more of the language is understood than it takes
// to know that: a file with a syntax error has a shape, too.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace borealis::client {

struct PythonComment {
  int line = 0;        // 1-based
  int column = 0;      // of the `#`, 1-based, in code points
  std::string text;    // from the `#` to the end of the line
  bool alone = false;  // nothing else stands on its line
};

// First and last line, 1-based, inclusive.
struct LineRange {
  int first = 0;
  int last = 0;

  bool contains(int line) const { return first <= line && line <= last; }
};

struct PythonLines {
  std::vector<PythonComment> comments;  // in order
  std::vector<LineRange> statements;    // logical lines
  std::vector<LineRange> brackets;      // each pair of brackets, from its opening to its closing one
  std::vector<LineRange> strings;       // those of more than one line
  int count = 0;                        // lines of the file
};

PythonLines lines_of_python(std::string_view source);

}  // namespace borealis::client
