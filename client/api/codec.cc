#include "client/api/codec.h"

#include <fmt/format.h>
#include <thrift/TApplicationException.h>
#include <thrift/protocol/TBinaryProtocol.h>
#include <thrift/protocol/TJSONProtocol.h>
#include <thrift/protocol/TVirtualProtocol.h>
#include <thrift/transport/TBufferTransports.h>

#include <algorithm>

#include "client/api/check.h"
#include "client/api/json_text.h"
#include "client/api/names.h"

namespace borealis::api {
namespace {

using apache::thrift::TApplicationException;
using apache::thrift::TConfiguration;
using apache::thrift::protocol::TBinaryProtocol;
using apache::thrift::protocol::TJSONProtocol;
using apache::thrift::protocol::TMessageType;
using apache::thrift::protocol::TProtocol;
using apache::thrift::protocol::TProtocolException;
using apache::thrift::protocol::TType;
using apache::thrift::protocol::TVirtualProtocol;
using apache::thrift::transport::TMemoryBuffer;

// TJSONProtocol alone allocates as many elements as a list, set or map claims to have, and aborts at a byte beyond 255.
class BoundedJson : public TVirtualProtocol<BoundedJson, TJSONProtocol> {
 public:
  BoundedJson(const std::shared_ptr<TMemoryBuffer>& buffer, std::int32_t container_limit)
      : TVirtualProtocol(buffer), limit_(static_cast<std::uint32_t>(container_limit)) {}

  std::uint32_t readMapBegin(TType& key, TType& value, std::uint32_t& size) {
    const std::uint32_t consumed = TJSONProtocol::readMapBegin(key, value, size);
    check(size);
    return consumed;
  }
  std::uint32_t readListBegin(TType& element, std::uint32_t& size) {
    const std::uint32_t consumed = TJSONProtocol::readListBegin(element, size);
    check(size);
    return consumed;
  }
  std::uint32_t readSetBegin(TType& element, std::uint32_t& size) {
    const std::uint32_t consumed = TJSONProtocol::readSetBegin(element, size);
    check(size);
    return consumed;
  }

  std::uint32_t readByte(std::int8_t& byte) {
    std::int16_t wide = 0;
    const std::uint32_t consumed = readI16(wide);
    if (wide < INT8_MIN || wide > INT8_MAX) throw TProtocolException(TProtocolException::INVALID_DATA);
    byte = static_cast<std::int8_t>(wide);
    return consumed;
  }

 private:
  void check(std::uint32_t size) const {
    if (size > limit_) throw TProtocolException(TProtocolException::SIZE_LIMIT);
  }

  std::uint32_t limit_;
};

std::shared_ptr<TProtocol> make_protocol(Wire wire, const std::shared_ptr<TMemoryBuffer>& buffer,
                                         std::int32_t container_limit, std::int32_t string_limit) {
  if (wire == Wire::json) return std::make_shared<BoundedJson>(buffer, container_limit);
  auto binary = std::make_shared<TBinaryProtocol>(buffer);
  binary->setContainerSizeLimit(container_limit);
  binary->setStringSizeLimit(string_limit);
  return binary;
}

// A list's length comes before its elements and generated code allocates it at once: no list may claim more elements
// than there are bytes, nor more than this.
constexpr std::size_t most_elements = 1'000'000;

// A protocol that reads from `body`, which must outlive it.
struct Input {
  Input(Wire wire, std::string_view body) {
    // Thrift counts what is left of a message from here, so this bounds what a length can make it allocate.
    const auto size = static_cast<int>(std::min<std::size_t>(body.size(), INT32_MAX));
    const auto configuration = std::make_shared<TConfiguration>(std::max(size, 1), std::max(size, 1));
    buffer = std::make_shared<TMemoryBuffer>(reinterpret_cast<std::uint8_t*>(const_cast<char*>(body.data())),
                                             static_cast<std::uint32_t>(size), TMemoryBuffer::OBSERVE, configuration);
    protocol = make_protocol(wire, buffer, static_cast<std::int32_t>(std::min(body.size() + 1, most_elements)),
                             std::max(size, 1));
  }
  std::shared_ptr<TMemoryBuffer> buffer;
  std::shared_ptr<TProtocol> protocol;
};

lang::Error bad_message(lang::ErrorClass kind, std::string message) {
  lang::Error error;
  error.kind = kind;
  error.message = std::move(message);
  return error;
}

}  // namespace

namespace detail {

void write_field(TProtocol& out, std::int16_t id, const std::string& value) {
  out.writeFieldBegin("", TType::T_STRING, id);
  out.writeString(value);
  out.writeFieldEnd();
}
void write_field(TProtocol& out, std::int16_t id, std::int32_t value) {
  out.writeFieldBegin("", TType::T_I32, id);
  out.writeI32(value);
  out.writeFieldEnd();
}
void write_field(TProtocol& out, std::int16_t id, std::int64_t value) {
  out.writeFieldBegin("", TType::T_I64, id);
  out.writeI64(value);
  out.writeFieldEnd();
}
void write_field(TProtocol& out, std::int16_t id, const std::set<std::int32_t>& value) {
  out.writeFieldBegin("", TType::T_SET, id);
  out.writeSetBegin(TType::T_I32, static_cast<std::uint32_t>(value.size()));
  for (const std::int32_t element : value) out.writeI32(element);
  out.writeSetEnd();
  out.writeFieldEnd();
}
void write_field(TProtocol& out, std::int16_t id, const apache::thrift::TBase& value) {
  out.writeFieldBegin("", TType::T_STRUCT, id);
  value.write(&out);
  out.writeFieldEnd();
}

}  // namespace detail

struct MessageWriter::State {
  std::shared_ptr<TMemoryBuffer> buffer = std::make_shared<TMemoryBuffer>();
  std::shared_ptr<TProtocol> protocol;
};

MessageWriter::MessageWriter(Wire wire, Kind kind, std::string_view method, std::int32_t sequence)
    : state_(std::make_unique<State>()) {
  state_->protocol = make_protocol(wire, state_->buffer, 0, 0);
  state_->protocol->writeMessageBegin(std::string(method), static_cast<TMessageType>(kind), sequence);
  state_->protocol->writeStructBegin("");
}
MessageWriter::~MessageWriter() = default;

TProtocol& MessageWriter::protocol() {
  return *state_->protocol;
}

std::string MessageWriter::finish() {
  state_->protocol->writeFieldStop();
  state_->protocol->writeStructEnd();
  state_->protocol->writeMessageEnd();
  return state_->buffer->getBufferAsString();
}

std::string encode_reply(Wire wire, std::string_view method, std::int32_t sequence, const Response& response) {
  MessageWriter writer(wire, MessageWriter::Kind::reply, method, sequence);
  writer.add(parameter(0, response));
  return writer.finish();
}

std::string encode_unknown_method(Wire wire, const std::string& method, std::int32_t sequence) {
  MessageWriter writer(wire, MessageWriter::Kind::exception, method, sequence);
  writer.add(parameter(1, fmt::format("Invalid method name: '{}'", method)));
  writer.add(parameter(2, static_cast<std::int32_t>(TApplicationException::UNKNOWN_METHOD)));
  return writer.finish();
}

struct CallReader::State {
  State(Wire wire, std::string_view text)
      : body(wire == Wire::json ? readable_json(text) : std::string(text)), input(wire, body) {}
  std::string body;
  Input input;
  std::string method;
  std::int32_t sequence = 0;
};

CallReader::CallReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
CallReader::CallReader(CallReader&& other) noexcept = default;
CallReader& CallReader::operator=(CallReader&& other) noexcept = default;
CallReader::~CallReader() = default;

const std::string& CallReader::method() const {
  return state_->method;
}
std::int32_t CallReader::sequence() const {
  return state_->sequence;
}

lang::Result<CallReader> CallReader::open(Wire wire, std::string_view body) {
  if (wire == Wire::json && has_nul(body))
    return bad_message(lang::ErrorClass::findings, "a text in the request holds the character NUL");
  auto state = std::make_unique<State>(wire, body);
  try {
    // The type of a request is not looked at: a real scheduler answers a "reply", too. (scheduler.md §1)
    TMessageType type;
    state->input.protocol->readMessageBegin(state->method, type, state->sequence);
  } catch (const std::exception& e) {
    return bad_message(lang::ErrorClass::findings, fmt::format("the request is no Thrift message: {}", e.what()));
  }
  return CallReader(std::move(state));
}

lang::Status CallReader::run(Reader read, void* target) {
  try {
    UnionCheck check;
    Walker walker(check);
    read(target, state_->input.protocol.get(), &walker);
    state_->input.protocol->readMessageEnd();
    if (!check.fault().empty()) return bad_message(lang::ErrorClass::findings, check.fault());
  } catch (const std::exception& e) {
    return bad_message(lang::ErrorClass::findings,
                       fmt::format("the parameters of {} could not be read: {}", state_->method, e.what()));
  }
  return lang::Unit{};
}

namespace {

// The one field of a reply's struct that matters. Field 0 is the Response.
lang::Result<Response> read_success(TProtocol& in, std::string_view method) {
  std::optional<Response> response;
  std::string name;
  TType type;
  std::int16_t id = 0;
  in.readStructBegin(name);
  for (;;) {
    in.readFieldBegin(name, type, id);
    if (type == TType::T_STOP) break;
    if (id == 0 && type == TType::T_STRUCT && !response) {
      response.emplace();
      response->read(&in);
    } else {
      in.skip(type);
    }
    in.readFieldEnd();
  }
  in.readStructEnd();
  in.readMessageEnd();
  if (!response) {
    return bad_message(lang::ErrorClass::unreachable, fmt::format("the reply to {} holds no response", method));
  }
  return std::move(*response);
}

lang::Error not_ours(std::string_view method, std::string_view why) {
  return bad_message(lang::ErrorClass::unreachable, fmt::format("the reply to {} can't be read: {}", method, why));
}

}  // namespace

lang::Result<Response> decode_reply(Wire wire, std::string_view body, std::string_view method, std::int32_t sequence) {
  if (wire == Wire::json && has_nul(body)) return not_ours(method, "a text in it holds the character NUL");
  const std::string plain = wire == Wire::json ? readable_json(body) : std::string();
  try {
    Input input(wire, wire == Wire::json ? std::string_view(plain) : body);
    std::string name;
    TMessageType type;
    std::int32_t number = 0;
    input.protocol->readMessageBegin(name, type, number);
    if (type == TMessageType::T_EXCEPTION) {
      TApplicationException exception;
      exception.read(input.protocol.get());
      return bad_message(lang::ErrorClass::unreachable,
                         fmt::format("the scheduler does not understand {}: {}", method, exception.what()));
    }
    if (type != TMessageType::T_REPLY) return not_ours(method, "it is a request");
    if (name != method) return not_ours(method, fmt::format("it answers {}", name));
    if (number != sequence) return not_ours(method, "it answers another request");
    auto response = read_success(*input.protocol, method);
    if (!response) return response;
    if (input.buffer->available_read() != 0) return not_ours(method, "something follows after its end");
    if (!response->__isset.responseCode) return not_ours(method, "it holds no response code");
    if (!known(response->responseCode)) {
      return not_ours(method, fmt::format("its response code is {}", static_cast<int>(response->responseCode)));
    }
    if (const std::string fault = union_fault(*response); !fault.empty()) return not_ours(method, fault);
    return response;
  } catch (const std::exception& e) {
    return not_ours(method, e.what());
  }
}

std::string encode_struct(const apache::thrift::TBase& value) {
  auto buffer = std::make_shared<TMemoryBuffer>();
  TBinaryProtocol protocol(buffer);
  value.write(&protocol);
  return buffer->getBufferAsString();
}

lang::Status decode_struct_into(std::string_view bytes, apache::thrift::TBase& value) {
  try {
    Input input(Wire::binary, bytes);
    value.read(input.protocol.get());
    if (input.buffer->available_read() != 0) {
      return bad_message(lang::ErrorClass::findings, "something follows after the end of the record");
    }
    if (const std::string fault = union_fault(value); !fault.empty()) {
      return bad_message(lang::ErrorClass::findings, fault);
    }
    return lang::Unit{};
  } catch (const std::exception& e) {
    return bad_message(lang::ErrorClass::findings, fmt::format("the record can't be read: {}", e.what()));
  }
}

}  // namespace borealis::api
