// What an evaluating child sends: its parent reads any bytes without harm, and what it read means the same when it is
// sent again.
#include <sys/socket.h>
#include <unistd.h>

#include "fuzz.h"
#include "interp/channel.h"
#include "interp/protocol.h"

namespace {

using namespace borealis;
using namespace borealis::interp;
using borealis::fuzz::expect;

template <class Decode, class Encode>
void try_both(std::string_view bytes, const Decode& decode, const Encode& encode) {
  const auto read = decode(bytes);
  if (!read) return;
  const std::string sent = encode(*read);
  const auto again = decode(sent);
  expect(again.has_value(), "a message that was read can't be read when it is sent again");
  expect(encode(*again) == sent, "a message reads differently when it is sent again");
}

void try_payloads(std::string_view bytes) {
  try_both(bytes, decode_job, [](const auto& job) {
    lang::RecordWriter out;
    encode_job(job, out);
    return out.take();
  });
  try_both(bytes, decode_outcome, encode_outcome);
  try_both(bytes, decode_question, encode_question);
  try_both(bytes, decode_location, encode_location);
  try_both(bytes, decode_origins, encode_origins);
  try_both(bytes, decode_hook_call, encode_hook_call);
  try_both(bytes, decode_hook_answer, encode_hook_answer);
  try_both(bytes, decode_input, [](const auto& input) { return encode_input(input.first, input.second); });
}

// As a stream of messages, as it comes, and then the end.
void try_stream(std::string_view bytes) {
  constexpr std::uint32_t kLargest = 4096;
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0) return;
  Channel channel(ends[0]);
  channel.limit(kLargest, 1u << 16);
  const ssize_t sent = bytes.empty() ? 0 : write(ends[1], bytes.data(), bytes.size());
  close(ends[1]);
  std::size_t received = 0;
  while (const auto message = channel.receive()) {
    expect(message->payload.size() <= kLargest, "a message is larger than it may be");
    received += 5 + message->payload.size();
  }
  expect(sent >= 0 && received <= static_cast<std::size_t>(sent), "more is received than was sent");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text = borealis::fuzz::text_of(bytes, size);
  const borealis::fuzz::AllocationLimit limit((8u << 20) + 65536 * size);
  try_payloads(text);
  try_stream(text);
  return 0;
}
