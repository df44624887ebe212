#include "client/api/tjson.h"

#include <fmt/format.h>
#include <thrift/protocol/TJSONProtocol.h>
#include <thrift/transport/TBufferTransports.h>

#include "lang/utf8.h"

namespace borealis::api {

namespace {

// The library writes characters beyond ASCII as they are, also those that a terminal obeys: as escapes, which mean the
// same. Nothing of the kind stands outside of texts.
std::string escaped(const std::string& json) {
  std::string out;
  for (std::size_t at = 0; at < json.size();) {
    const lang::CodePoint point = lang::decode_utf8(json, at);
    if (point.valid && point.value >= 0x7f && lang::is_obeyed(point.value)) {
      out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(point.value));
    } else {
      out.append(json, at, point.size);
    }
    at += point.size;
  }
  return out;
}

}  // namespace

std::string to_tjson(const apache::thrift::TBase& value) {
  auto buffer = std::make_shared<apache::thrift::transport::TMemoryBuffer>();
  apache::thrift::protocol::TJSONProtocol protocol(buffer);
  value.write(&protocol);
  return buffer->getBufferAsString();
}

std::string to_tjson_list(const std::vector<JobConfiguration>& jobs) {
  std::string text = "[";
  const char* separator = "\n";
  for (const JobConfiguration& job : jobs) {
    text += separator;
    text += escaped(to_tjson(job));
    separator = ",\n";
  }
  text += "\n]\n";
  return text;
}

}  // namespace borealis::api
