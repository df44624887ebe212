// The bytes are those of the library's own protocol.
#include <doctest/doctest.h>
#include <thrift/protocol/TJSONProtocol.h>
#include <thrift/transport/TBufferTransports.h>

#include <cmath>
#include <limits>

#include "client/api/tjson.h"
#include "client/api/tjson_writer.h"

using namespace borealis::api;

namespace {

template <class Write>
std::string of_library(const Write& write) {
  const auto buffer = std::make_shared<apache::thrift::transport::TMemoryBuffer>();
  apache::thrift::protocol::TJSONProtocol protocol(buffer);
  write(protocol);
  return buffer->getBufferAsString();
}

template <class Write>
std::string ours(const Write& write) {
  std::string text;
  TJsonWriter writer(text);
  write(writer);
  return text;
}

template <class Write>
void compare(const Write& write) {
  CHECK(ours(write) == of_library(write));
}

JobConfiguration sample(const std::string& text) {
  JobConfiguration job;
  JobKey key;
  key.__set_role(text);
  key.__set_environment("prod");
  key.__set_name("");
  job.__set_key(key);
  job.__set_instanceCount(-3);
  TaskConfig task;
  task.__set_isService(true);
  task.__set_priority(std::numeric_limits<std::int32_t>::min());
  Resource cpu;
  cpu.__set_numCpus(0.1);
  Resource ram;
  ram.__set_ramMb(std::numeric_limits<std::int64_t>::max());
  Resource port;
  port.__set_namedPort(text);
  task.__set_resources({cpu, ram, port});
  job.__set_taskConfig(task);
  return job;
}

}  // namespace

TEST_CASE("a message is written as the library writes it") {
  std::string all;
  for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
  for (const std::string& text : {std::string(), std::string("plain"), std::string("a\"b\\c/d\x7f"), all}) {
    CAPTURE(text);
    const JobConfiguration job = sample(text);
    compare([&](auto& protocol) { job.write(&protocol); });
    CHECK(to_tjson(job) == of_library([&](auto& protocol) { job.write(&protocol); }));
  }
}

TEST_CASE("maps, sets and numbers are written as the library writes them") {
  using namespace apache::thrift::protocol;
  for (const double number : {0.0, -0.0, 1.5, 0.1, 1e300, std::nan(""), HUGE_VAL, -HUGE_VAL}) {
    compare([&](auto& protocol) {
      protocol.writeStructBegin("s");
      protocol.writeFieldBegin("map", T_MAP, 7);
      protocol.writeMapBegin(T_I64, T_DOUBLE, 2);
      protocol.writeI64(-1);
      protocol.writeDouble(number);
      protocol.writeI64(2);
      protocol.writeDouble(-number);
      protocol.writeMapEnd();
      protocol.writeFieldEnd();
      protocol.writeFieldBegin("set", T_SET, 8);
      protocol.writeSetBegin(T_DOUBLE, 1);
      protocol.writeDouble(number);
      protocol.writeSetEnd();
      protocol.writeFieldEnd();
      protocol.writeFieldBegin("byte", T_BYTE, 9);
      protocol.writeByte(-128);
      protocol.writeFieldEnd();
      protocol.writeFieldStop();
      protocol.writeStructEnd();
    });
    compare([&](auto& protocol) {
      protocol.writeMapBegin(T_DOUBLE, T_BOOL, 2);
      protocol.writeDouble(number);
      protocol.writeBool(true);
      protocol.writeDouble(2.5);
      protocol.writeBool(false);
      protocol.writeMapEnd();
    });
  }
}
