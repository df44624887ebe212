// A message as a tree of named parts. Generated writers tell a protocol the name of each struct and field; Walker is a
// protocol that hands these to a visitor instead of writing bytes, so that what concerns all messages (plain JSON,
// checks) need not be written struct by struct.
#pragma once

#include <thrift/protocol/TVirtualProtocol.h>

#include <string>
#include <vector>

#include "client/api/messages.h"

namespace borealis::api {

// The innermost struct and field that a value stands in.
struct WalkPosition {
  const char* structure = "";
  const char* field = "";
};

class Visitor {
 public:
  virtual ~Visitor() = default;
  // `at` is where the value stands: for the elements of a list, set or map the field that holds these.
  virtual void begin_struct(const char* name, const WalkPosition& at) = 0;
  virtual void end_struct() = 0;
  virtual void begin_list(const WalkPosition& at) = 0;
  virtual void end_list() = 0;
  virtual void begin_map(const WalkPosition& at) = 0;
  virtual void end_map() = 0;
  virtual void boolean(bool value, const WalkPosition& at) = 0;
  virtual void integer(std::int64_t value, const WalkPosition& at) = 0;
  virtual void real(double value, const WalkPosition& at) = 0;
  virtual void text(const std::string& value, const WalkPosition& at) = 0;
};

void walk(const apache::thrift::TBase& value, Visitor& visitor);

// The protocol itself, for generated args structs (they are no TBase).
class Walker : public apache::thrift::protocol::TVirtualProtocol<Walker> {
 public:
  explicit Walker(Visitor& visitor);

  std::uint32_t writeStructBegin(const char* name);
  std::uint32_t writeStructEnd();
  std::uint32_t writeFieldBegin(const char* name, apache::thrift::protocol::TType type, std::int16_t id);
  std::uint32_t writeFieldEnd() { return 0; }
  std::uint32_t writeFieldStop() { return 0; }
  std::uint32_t writeMapBegin(apache::thrift::protocol::TType key, apache::thrift::protocol::TType value,
                              std::uint32_t size);
  std::uint32_t writeMapEnd();
  std::uint32_t writeListBegin(apache::thrift::protocol::TType element, std::uint32_t size);
  std::uint32_t writeListEnd();
  std::uint32_t writeSetBegin(apache::thrift::protocol::TType element, std::uint32_t size);
  std::uint32_t writeSetEnd();
  std::uint32_t writeBool(bool value);
  std::uint32_t writeByte(std::int8_t value);
  std::uint32_t writeI16(std::int16_t value);
  std::uint32_t writeI32(std::int32_t value);
  std::uint32_t writeI64(std::int64_t value);
  std::uint32_t writeDouble(double value);
  std::uint32_t writeString(const std::string& value);
  std::uint32_t writeBinary(const std::string& value) { return writeString(value); }

 private:
  const WalkPosition& at() const { return positions_.back(); }

  Visitor& visitor_;
  std::vector<WalkPosition> positions_;
};

// Whether the struct of that name is a union.
bool is_union(std::string_view name);

}  // namespace borealis::api
