// A message in Thrift's JSON as our library's reader can take it, and what it can't.
#pragma once

#include <string>
#include <string_view>

namespace borealis::api {

// The reader takes the character NUL for nothing: a name that holds one would turn into another name.
bool has_nul(std::string_view json);

// The same message without what the reader doesn't know but a real scheduler reads: the escape `\/`, and a sequence
// number of more than 32 bits, of which the lower ones count. (scheduler.md §1)
std::string readable_json(std::string_view json);

}  // namespace borealis::api
