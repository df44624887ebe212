// Calls and replies as bytes, in both encodings. (api.md §1, §2; scheduler.md §1)
//
// Generated readers accept more than they should: after decoding, what came is checked. Everything here is bounded by
// the size of the input.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "client/api/messages.h"
#include "lang/result.h"

namespace apache::thrift::protocol {
class TProtocol;
}

namespace borealis::api {

enum class Wire : std::uint8_t { binary, json };

inline constexpr const char* binary_media_type = "application/vnd.apache.thrift.binary";
inline constexpr const char* json_media_type = "application/vnd.apache.thrift.json";
const char* media_type(Wire wire);

// How the body of a request is to be read, by its Content-Type (nullptr: it has none). Nothing: 415. (api.md §1.1)
std::optional<Wire> request_wire(const char* content_type);
// How a reply is to be written, by the request's Accept (nullptr: none). (api.md §1.2)
Wire reply_wire(const char* accept);
// What a reply is, by its Content-Type; parameters are ignored. Nothing: it is no Thrift.
std::optional<Wire> body_wire(std::string_view content_type);

// ---- writing ----

namespace detail {
void write_field(apache::thrift::protocol::TProtocol& out, std::int16_t id, const std::string& value);
void write_field(apache::thrift::protocol::TProtocol& out, std::int16_t id, std::int32_t value);
void write_field(apache::thrift::protocol::TProtocol& out, std::int16_t id, std::int64_t value);
void write_field(apache::thrift::protocol::TProtocol& out, std::int16_t id, const std::set<std::int32_t>& value);
void write_field(apache::thrift::protocol::TProtocol& out, std::int16_t id, const apache::thrift::TBase& value);
}  // namespace detail

// A parameter of a call: its id and its value. A parameter that is not named is absent on the wire (null), which the
// generated clients cannot say.
template <class T>
struct Parameter {
  std::int16_t id;
  const T& value;
};
template <class T>
Parameter<T> parameter(std::int16_t id, const T& value) {
  return {id, value};
}
// Absent when the optional is empty.
template <class T>
Parameter<std::optional<T>> parameter(std::int16_t id, const std::optional<T>& value) {
  return {id, value};
}

// Collects a message.
class MessageWriter {
 public:
  enum class Kind : std::uint8_t { call = 1, reply = 2, exception = 3 };
  MessageWriter(Wire wire, Kind kind, std::string_view method, std::int32_t sequence);
  ~MessageWriter();
  MessageWriter(const MessageWriter&) = delete;
  MessageWriter& operator=(const MessageWriter&) = delete;

  template <class T>
  void add(const Parameter<T>& p) {
    detail::write_field(protocol(), p.id, p.value);
  }
  template <class T>
  void add(const Parameter<std::optional<T>>& p) {
    if (p.value) detail::write_field(protocol(), p.id, *p.value);
  }
  apache::thrift::protocol::TProtocol& protocol();
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

template <class... P>
std::string encode_call(Wire wire, std::string_view method, std::int32_t sequence, const P&... parameters) {
  MessageWriter writer(wire, MessageWriter::Kind::call, method, sequence);
  (writer.add(parameters), ...);
  return writer.finish();
}

std::string encode_reply(Wire wire, std::string_view method, std::int32_t sequence, const Response& response);
// TApplicationException type 1 for an unknown method.
std::string encode_unknown_method(Wire wire, const std::string& method, std::int32_t sequence);

// ---- reading ----

// A request on the server's side: the header is read first, then the parameters with the generated
// AuroraAdmin_METHOD_args of the method (their __isset says which parameters came).
class CallReader {
 public:
  // Errors (500 at a real scheduler) are ErrorClass::findings.
  static lang::Result<CallReader> open(Wire wire, std::string_view body);
  CallReader(CallReader&& other) noexcept;
  CallReader& operator=(CallReader&& other) noexcept;
  ~CallReader();

  const std::string& method() const;
  std::int32_t sequence() const;

  // Reads the parameters into `args` (fresh) and checks them: unions have exactly one member. Once.
  template <class Args>
  requires requires(Args& args, apache::thrift::protocol::TProtocol* in) { args.read(in); }
  lang::Status read(Args& args) {
    return run(
        [](void* target, apache::thrift::protocol::TProtocol* in, apache::thrift::protocol::TProtocol* check) {
          static_cast<Args*>(target)->read(in);
          static_cast<Args*>(target)->write(check);
        },
        &args);
  }

 private:
  struct State;
  explicit CallReader(std::unique_ptr<State> state);
  using Reader = void (*)(void* target, apache::thrift::protocol::TProtocol* in,
                          apache::thrift::protocol::TProtocol* check);
  lang::Status run(Reader read, void* target);
  std::unique_ptr<State> state_;
};

// A reply to our call: it must be a reply (type 2) to this method with this sequence number, hold one whole Response
// with a response code that is known, have nothing after it, and its unions one member each. An exception message
// (type 3) and everything else that isn't so is ErrorClass::unreachable, in words: the scheduler did not answer as one.
lang::Result<Response> decode_reply(Wire wire, std::string_view body, std::string_view method, std::int32_t sequence);

// ---- one struct alone ----

// A struct as bytes, for a store.
std::string encode_struct(const apache::thrift::TBase& value);
lang::Status decode_struct_into(std::string_view bytes, apache::thrift::TBase& value);

template <std::derived_from<apache::thrift::TBase> T>
lang::Result<T> decode_struct(std::string_view bytes) {
  T value;
  if (auto status = decode_struct_into(bytes, value); !status) return status.error();
  return value;
}

}  // namespace borealis::api
