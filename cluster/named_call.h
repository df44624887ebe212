// A call whose parameters came by their names, in plain JSON, as the message that the API reads. (api.md §2.4)
#pragma once

#include <string>
#include <string_view>

#include "lang/data.h"
#include "lang/result.h"

namespace borealis::cluster {

struct NamedCall {
  std::string message;  // Thrift, binary
  // Not empty: the parameters can be read, but mean nothing (a state that doesn't exist). Why.
  std::string refusal;
};

// `method` is one of the API's. `parameters`: a map by name. Structs are maps by field name, enums names, sets and
// lists lists, unions maps with one member; names that are not known are skipped. Errors (findings) name the parameter.
lang::Result<NamedCall> named_call(std::string_view method, const lang::Data& parameters);

}  // namespace borealis::cluster
