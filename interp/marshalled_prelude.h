// The Python part of the prelude as the program carries it: code objects, marshalled at build time by the very Python
// that is embedded.
#pragma once

#include <string_view>

namespace borealis::interp {

// The marshalled code of interp/prelude/NAME.py; empty when there is none of that name.
std::string_view marshalled_prelude(std::string_view name);

}  // namespace borealis::interp
