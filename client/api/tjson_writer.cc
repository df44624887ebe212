#include "client/api/tjson_writer.h"

#include <thrift/TToString.h>
#include <thrift/transport/TBufferTransports.h>

#include <charconv>
#include <cmath>
#include <memory>

namespace borealis::api {

namespace {

using apache::thrift::protocol::TType;

std::string_view name_of(TType type) {
  switch (type) {
    case apache::thrift::protocol::T_BOOL:
      return "tf";
    case apache::thrift::protocol::T_BYTE:
      return "i8";
    case apache::thrift::protocol::T_I16:
      return "i16";
    case apache::thrift::protocol::T_I32:
      return "i32";
    case apache::thrift::protocol::T_I64:
      return "i64";
    case apache::thrift::protocol::T_DOUBLE:
      return "dbl";
    case apache::thrift::protocol::T_STRING:
      return "str";
    case apache::thrift::protocol::T_STRUCT:
      return "rec";
    case apache::thrift::protocol::T_MAP:
      return "map";
    case apache::thrift::protocol::T_LIST:
      return "lst";
    case apache::thrift::protocol::T_SET:
      return "set";
    default:
      throw apache::thrift::protocol::TProtocolException(apache::thrift::protocol::TProtocolException::NOT_IMPLEMENTED,
                                                         "a type that JSON has no name for");
  }
}

bool is_plain(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

// The base class wants a transport; nothing is sent through it.
std::shared_ptr<apache::thrift::transport::TTransport> no_transport() {
  static const auto none = std::make_shared<apache::thrift::transport::TMemoryBuffer>();
  return none;
}

}  // namespace

TJsonWriter::TJsonWriter(std::string& out) : TVirtualProtocol(no_transport()), out_(out) {}

void TJsonWriter::separate() {
  if (levels_.empty()) return;
  Level& level = levels_.back();
  if (!level.first) out_ += level.pairs && level.at_key ? ':' : ',';
  level.at_key = level.pairs && (level.first || !level.at_key);
  level.first = false;
}

void TJsonWriter::open(char bracket, bool pairs) {
  separate();
  out_ += bracket;
  levels_.push_back({pairs, true, false});
}

void TJsonWriter::close(char bracket) {
  levels_.pop_back();
  out_ += bracket;
}

void TJsonWriter::integer(std::int64_t value) {
  separate();
  // A key is a text.
  const bool quoted = !levels_.empty() && levels_.back().at_key;
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  if (quoted) out_ += '"';
  out_.append(digits, end);
  if (quoted) out_ += '"';
}

void TJsonWriter::text(std::string_view value) {
  separate();
  out_ += '"';
  for (std::size_t i = 0; i < value.size();) {
    std::size_t end = i;
    while (end < value.size() && is_plain(value[end])) ++end;
    out_.append(value, i, end - i);
    i = end;
    if (i == value.size()) break;
    const unsigned char c = static_cast<unsigned char>(value[i++]);
    constexpr std::string_view codes = "\"\\\b\t\n\f\r";
    constexpr std::string_view letters = "\"\\btnfr";
    if (const std::size_t known = codes.find(static_cast<char>(c)); known != std::string_view::npos) {
      out_.append(1, '\\').append(1, letters[known]);
    } else {
      constexpr std::string_view hex = "0123456789abcdef";
      out_.append("\\u00").append(1, hex[c >> 4]).append(1, hex[c & 15]);
    }
  }
  out_ += '"';
}

std::uint32_t TJsonWriter::writeStructBegin(const char* /*name*/) {
  open('{', true);
  return 0;
}

std::uint32_t TJsonWriter::writeStructEnd() {
  close('}');
  return 0;
}

std::uint32_t TJsonWriter::writeFieldBegin(const char* /*name*/, TType type, std::int16_t id) {
  integer(id);
  open('{', true);
  text(name_of(type));
  return 0;
}

std::uint32_t TJsonWriter::writeFieldEnd() {
  close('}');
  return 0;
}

std::uint32_t TJsonWriter::writeMapBegin(TType key, TType value, std::uint32_t size) {
  open('[', false);
  text(name_of(key));
  text(name_of(value));
  integer(size);
  open('{', true);
  return 0;
}

std::uint32_t TJsonWriter::writeMapEnd() {
  close('}');
  close(']');
  return 0;
}

void TJsonWriter::elements(TType type, std::uint32_t size) {
  open('[', false);
  text(name_of(type));
  integer(size);
}

std::uint32_t TJsonWriter::writeListBegin(TType element, std::uint32_t size) {
  elements(element, size);
  return 0;
}

std::uint32_t TJsonWriter::writeListEnd() {
  close(']');
  return 0;
}

std::uint32_t TJsonWriter::writeSetBegin(TType element, std::uint32_t size) {
  elements(element, size);
  return 0;
}

std::uint32_t TJsonWriter::writeSetEnd() {
  close(']');
  return 0;
}

std::uint32_t TJsonWriter::writeBool(bool value) {
  integer(value ? 1 : 0);
  return 0;
}

std::uint32_t TJsonWriter::writeByte(std::int8_t value) {
  integer(value);
  return 0;
}

std::uint32_t TJsonWriter::writeI16(std::int16_t value) {
  integer(value);
  return 0;
}

std::uint32_t TJsonWriter::writeI32(std::int32_t value) {
  integer(value);
  return 0;
}

std::uint32_t TJsonWriter::writeI64(std::int64_t value) {
  integer(value);
  return 0;
}

std::uint32_t TJsonWriter::writeDouble(double value) {
  if (std::isnan(value)) {
    text("NaN");
  } else if (std::isinf(value)) {
    text(value < 0 ? "-Infinity" : "Infinity");
  } else {
    separate();
    const bool quoted = !levels_.empty() && levels_.back().at_key;
    const std::string digits = apache::thrift::to_string(value);
    if (quoted) out_ += '"';
    out_ += digits;
    if (quoted) out_ += '"';
  }
  return 0;
}

std::uint32_t TJsonWriter::writeString(const std::string& value) {
  text(value);
  return 0;
}

}  // namespace borealis::api
