// Thrift's JSON encoding, written straight into a text. (api.md §2.1)
//
// The library's own protocol goes through a stream and a virtual call for each number and each character; the bytes are
// the same.
#pragma once

#include <thrift/protocol/TVirtualProtocol.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace borealis::api {

class TJsonWriter : public apache::thrift::protocol::TVirtualProtocol<TJsonWriter> {
 public:
  // Appends to `out`, which must outlive it.
  explicit TJsonWriter(std::string& out);

  // What generated code calls; each answers 0: nobody asks how many bytes were written.
  std::uint32_t writeStructBegin(const char* name);
  std::uint32_t writeStructEnd();
  std::uint32_t writeFieldBegin(const char* name, apache::thrift::protocol::TType type, std::int16_t id);
  std::uint32_t writeFieldEnd();
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

 private:
  struct Level {
    bool pairs = false;  // of an object: a key, its value, a key ...
    bool first = true;
    bool at_key = false;
  };
  void open(char bracket, bool pairs);
  void close(char bracket);
  // What stands between the last value and the next.
  void separate();
  void integer(std::int64_t value);
  void text(std::string_view value);
  void elements(apache::thrift::protocol::TType type, std::uint32_t size);

  std::string& out_;
  std::vector<Level> levels_;
};

}  // namespace borealis::api
