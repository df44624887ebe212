// The parameters of any method, for tests: decoded with the generated structs, as plain data, and encoded again.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "client/api/codec.h"
#include "lang/data.h"

namespace borealis::api::testing {

class AnyArgs {
 public:
  virtual ~AnyArgs() = default;
  virtual lang::Status read(CallReader& reader) = 0;
  virtual std::string encode(Wire wire, std::int32_t sequence) const = 0;
  // Parameters by name.
  virtual lang::Data data() const = 0;
  virtual bool equals(const AnyArgs& other) const = 0;
};

// nullptr for an unknown method.
std::unique_ptr<AnyArgs> make_args(const std::string& method);

}  // namespace borealis::api::testing
