// Braces in texts that may hold templates.
#pragma once

#include <string_view>

namespace borealis::lang {

// Whether a brace stands in `text` outside of all tags (language.md §12.1).
bool has_loose_braces(std::string_view text);

}  // namespace borealis::lang
