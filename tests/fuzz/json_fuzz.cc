// Reading JSON: garbage is refused within bounds, and what was read says the same when it is written and read again.
#include "client/api/json_reader.h"
#include "fuzz.h"
#include "lang/json.h"

namespace {

using borealis::api::parse_json;
using borealis::fuzz::expect;
using borealis::lang::Data;
using borealis::lang::JsonStyle;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text = borealis::fuzz::text_of(bytes, size);
  borealis::lang::Result<Data> data = [&] {
    const borealis::fuzz::AllocationLimit limit((1u << 20) + 4096 * size);
    return parse_json(text);
  }();
  if (!data) {
    expect(!data.error().message.empty(), "bad JSON is refused without a reason");
    return 0;
  }
  for (const JsonStyle& style : {JsonStyle{0, true}, JsonStyle{0, false}, JsonStyle{2, true}}) {
    const std::string written = to_json(*data, style);
    const borealis::lang::Result<Data> again = parse_json(written);
    expect(again.ok(), "JSON that was written can't be read: " + written);
    expect(same_data(*data, *again), "JSON reads differently when it was written: " + written);
  }
  return 0;
}
