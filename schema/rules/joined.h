// Messages put together from pieces.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace borealis::schema::rules {

inline void append_piece(std::string& out, std::string_view text) {
  out += text;
}
void append_piece(std::string& out, std::integral auto number) {
  out += std::to_string(number);
}

// joined("`ram` is ", 128, " bytes")
template <class... Pieces>
std::string joined(const Pieces&... pieces) {
  std::string out;
  (append_piece(out, pieces), ...);
  return out;
}

}  // namespace borealis::schema::rules
