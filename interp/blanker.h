#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace borealis::interp {

// Blanks out texts and comments, byte for byte, so that code can be told from what is quoted. Lines are given in order:
// a text in three quotes goes on.
class Blanker {
 public:
  std::string operator()(std::string_view line);

  bool in_text() const { return quotes_ == 3; }

 private:
  // How far the quotes go on after their first.
  std::size_t open(std::string_view line, std::size_t at);

  char quote_ = 0;
  std::size_t quotes_ = 0;  // 0: not in a text
};

}  // namespace borealis::interp
