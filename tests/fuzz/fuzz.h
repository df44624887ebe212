// What all fuzzers need: a way to say that something is wrong, and a bound on what may be allocated.
#pragma once

#include <sanitizer/allocator_interface.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace borealis::fuzz {

// Stops at what must not be; libFuzzer keeps the input.
inline void expect(bool holds, const std::string& otherwise) {
  if (holds) return;
  std::fprintf(stderr, "\nfuzzer: %s\n", otherwise.c_str());
  std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// While it lives, the program may allocate so many bytes, freed ones included.
class AllocationLimit {
 public:
  explicit AllocationLimit(std::size_t bytes) {
    static const int installed = __sanitizer_install_malloc_and_free_hooks(&allocated, &freed);
    expect(installed != 0, "no hook for allocations could be set");
    left() = bytes;
    counting() = true;
  }
  ~AllocationLimit() { counting() = false; }
  AllocationLimit(const AllocationLimit&) = delete;
  AllocationLimit& operator=(const AllocationLimit&) = delete;

 private:
  static std::size_t& left() {
    static std::size_t bytes = 0;
    return bytes;
  }
  static bool& counting() {
    static bool on = false;
    return on;
  }
  static void allocated(const volatile void* /*at*/, std::size_t size) {
    if (!counting()) return;
    if (size > left()) {
      counting() = false;
      std::fprintf(stderr, "\nfuzzer: more is allocated than the input is worth\n");
      std::abort();
    }
    left() -= size;
  }
  static void freed(const volatile void* /*at*/) {}
};

}  // namespace borealis::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
