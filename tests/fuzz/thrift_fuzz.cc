// Messages of the scheduler's API: garbage is refused within bounds; what was read is the same when it is written, in
// either encoding, and read again. The first byte says what the others are.
#include "../unit/api/any_args.h"
#include "client/api/codec.h"
#include "client/api/tjson.h"
#include "fuzz.h"

namespace {

using namespace borealis::api;
using borealis::fuzz::expect;

// Thrift's reader of JSON can't read NUL, and ours refuses it.
bool holds_nul(Wire wire, const std::string& written) {
  if (wire != Wire::json) return false;
  for (std::size_t at = written.find('\\'); at != std::string::npos; at = written.find('\\', at + 2)) {
    if (written.compare(at, 6, "\\u0000") == 0) return true;
  }
  return false;
}

void try_call(Wire wire, std::string_view body) {
  auto reader = CallReader::open(wire, body);
  if (!reader) return;
  const std::unique_ptr<testing::AnyArgs> args = testing::make_args(reader->method());
  if (!args || !args->read(*reader)) return;
  const std::string bytes = args->encode(Wire::binary, reader->sequence());
  for (const Wire other : {Wire::binary, Wire::json}) {
    const std::string written = args->encode(other, reader->sequence());
    auto again = CallReader::open(other, written);
    if (holds_nul(other, written)) {
      expect(!again.ok(), "NUL is read from JSON");
      continue;
    }
    expect(again.ok(), "a call that was written can't be opened");
    expect(again->method() == reader->method() && again->sequence() == reader->sequence(), "its header changed");
    const std::unique_ptr<testing::AnyArgs> same = testing::make_args(again->method());
    expect(same->read(*again).ok(), "a call that was written can't be read");
    // Not by ==: NaN would differ from itself.
    expect(same->encode(Wire::binary, reader->sequence()) == bytes, "a call reads differently when it was written");
  }
}

void try_reply(Wire wire, std::string_view body) {
  const auto reply = decode_reply(wire, body, "getJobs", 0);
  if (!reply) {
    expect(!reply.error().message.empty(), "a bad reply is refused without a reason");
    return;
  }
  const std::string bytes = encode_struct(*reply);
  for (const Wire other : {Wire::binary, Wire::json}) {
    const std::string written = encode_reply(other, "getJobs", 0, *reply);
    const auto again = decode_reply(other, written, "getJobs", 0);
    if (holds_nul(other, written)) continue;
    expect(again.ok() && encode_struct(*again) == bytes, "a reply reads differently when it was written");
  }
}

void try_struct(std::string_view body) {
  const auto job = decode_struct<JobConfiguration>(body);
  if (!job) return;
  const auto again = decode_struct<JobConfiguration>(encode_struct(*job));
  expect(again.ok() && encode_struct(*again) == encode_struct(*job), "a struct reads differently when it was written");
  expect(to_tjson(*again) == to_tjson(*job), "a struct is written differently");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view body = borealis::fuzz::text_of(bytes + 1, size - 1);
  const borealis::fuzz::AllocationLimit limit((8u << 20) + 16384 * size);
  switch (bytes[0] % 5) {
    case 0:
      try_call(Wire::binary, body);
      break;
    case 1:
      try_call(Wire::json, body);
      break;
    case 2:
      try_reply(Wire::binary, body);
      break;
    case 3:
      try_reply(Wire::json, body);
      break;
    default:
      try_struct(body);
  }
  return 0;
}
