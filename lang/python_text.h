// str() and repr() as Python writes them.
#pragma once

#include <string>
#include <string_view>

namespace borealis::lang {

// repr() of a str: 'it', "it's", 'a\nb'.
std::string text_repr(std::string_view text);

}  // namespace borealis::lang
