// The C library's own function behind one that the program defines.
#pragma once

#include <dlfcn.h>

namespace borealis::interp {

template <class Function>
Function* real_function(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace borealis::interp

// In a function that stands for one of the C library: the answer of the latter.
// NOLINTNEXTLINE(cppcoreguidelines-macro-usage)
#define BOREALIS_PASS_ON(function, ...)                                                       \
  do {                                                                                        \
    static auto* const next = borealis::interp::real_function<decltype(function)>(#function); \
    return next(__VA_ARGS__);                                                                 \
  } while (false)
