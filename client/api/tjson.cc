#include "client/api/tjson.h"

#include <thrift/protocol/TJSONProtocol.h>
#include <thrift/transport/TBufferTransports.h>

namespace borealis::api {

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
    text += to_tjson(job);
    separator = ",\n";
  }
  text += "\n]\n";
  return text;
}

}  // namespace borealis::api
