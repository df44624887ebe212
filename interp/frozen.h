// The modules of the standard library that Python imports while it starts, compiled at build time (platform.md §2).
#pragma once

#include "interp/python.h"

namespace borealis::interp {

// For PyImport_FrozenModules: `encodings` and what UTF-8 needs of it. Its other modules are found in the standard
// library as ever.
const _frozen* frozen_modules();

}  // namespace borealis::interp
