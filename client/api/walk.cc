#include "client/api/walk.h"

#include <thrift/transport/TBufferTransports.h>

#include <algorithm>
#include <array>

namespace borealis::api {

using apache::thrift::protocol::TType;

Walker::Walker(Visitor& visitor)
    : TVirtualProtocol(std::make_shared<apache::thrift::transport::TMemoryBuffer>(0)), visitor_(visitor) {
  positions_.emplace_back();
}

std::uint32_t Walker::writeStructBegin(const char* name) {
  visitor_.begin_struct(name, at());
  positions_.push_back({name, ""});
  return 0;
}
std::uint32_t Walker::writeStructEnd() {
  positions_.pop_back();
  visitor_.end_struct();
  return 0;
}
std::uint32_t Walker::writeFieldBegin(const char* name, TType /*type*/, std::int16_t /*id*/) {
  positions_.back().field = name;
  return 0;
}
std::uint32_t Walker::writeMapBegin(TType /*key*/, TType /*value*/, std::uint32_t /*size*/) {
  visitor_.begin_map(at());
  return 0;
}
std::uint32_t Walker::writeMapEnd() {
  visitor_.end_map();
  return 0;
}
std::uint32_t Walker::writeListBegin(TType /*element*/, std::uint32_t /*size*/) {
  visitor_.begin_list(at());
  return 0;
}
std::uint32_t Walker::writeListEnd() {
  visitor_.end_list();
  return 0;
}
std::uint32_t Walker::writeSetBegin(TType element, std::uint32_t size) {
  return writeListBegin(element, size);
}
std::uint32_t Walker::writeSetEnd() {
  return writeListEnd();
}
std::uint32_t Walker::writeBool(bool value) {
  visitor_.boolean(value, at());
  return 0;
}
std::uint32_t Walker::writeByte(std::int8_t value) {
  return writeI64(value);
}
std::uint32_t Walker::writeI16(std::int16_t value) {
  return writeI64(value);
}
std::uint32_t Walker::writeI32(std::int32_t value) {
  return writeI64(value);
}
std::uint32_t Walker::writeI64(std::int64_t value) {
  visitor_.integer(value, at());
  return 0;
}
std::uint32_t Walker::writeDouble(double value) {
  visitor_.real(value, at());
  return 0;
}
std::uint32_t Walker::writeString(const std::string& value) {
  visitor_.text(value, at());
  return 0;
}

void walk(const apache::thrift::TBase& value, Visitor& visitor) {
  Walker walker(visitor);
  value.write(&walker);
}

bool is_union(std::string_view name) {
  static constexpr std::array<std::string_view, 8> unions = {
      "TaskConstraint", "LockKey", "Image", "Container", "Resource", "SlaPolicy", "JobUpdateStrategy", "Result"};
  return std::find(unions.begin(), unions.end(), name) != unions.end();
}

}  // namespace borealis::api
