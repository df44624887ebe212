// The filter of system calls of a confined evaluation, as make_filter.cc wrote it when this was built.
#pragma once

#include <linux/filter.h>

#include <cstddef>
#include <cstdint>

namespace borealis::interp {

// Stands in the filter for the id of the process that it is installed in.
constexpr std::uint32_t kOwnProcess = 0x7E57C0DE;

struct ForbiddenCall {
  int number;
  const char* name;
};

extern const sock_filter kFilter[];
extern const std::size_t kFilterLength;
// The calls that end the evaluation.
extern const ForbiddenCall kForbiddenCalls[];
extern const std::size_t kForbiddenCallCount;

// For this process and all it may start, for good; no-new-privileges must be set. 0, or the error number.
int install_filter();
// The name of a call that ends the evaluation; nullptr for others.
const char* forbidden_call(int number);
// Whether the kernel has what install_filter() needs.
bool filters_supported();

}  // namespace borealis::interp
