// Records: a reader believes nothing, and what it read it reads again when it is written.
#include "fuzz.h"
#include "lang/json.h"
#include "lang/record.h"

namespace {

using namespace borealis::lang;
using borealis::fuzz::expect;

void try_data(std::string_view bytes) {
  RecordReader reader(bytes);
  const Data data = reader.data();
  if (!reader.ok()) return;
  RecordWriter writer;
  writer.data(data);
  expect(bytes.starts_with(writer.bytes()), "data is written differently from how it was read");
  RecordReader again(writer.bytes());
  const Data same = again.data();
  expect(again.ok() && again.at_end(), "data that was written can't be read");
  expect(to_json(same) == to_json(data), "data reads differently when it was written");
}

void try_diagnostics(std::string_view bytes) {
  RecordReader reader(bytes);
  const Diagnostics found = reader.diagnostics();
  if (!reader.ok()) {
    expect(found.empty(), "a bad record has findings");
    return;
  }
  RecordWriter writer;
  writer.diagnostics(found);
  expect(bytes.starts_with(writer.bytes()), "diagnostics are written differently from how they were read");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text = borealis::fuzz::text_of(bytes, size);
  const borealis::fuzz::AllocationLimit limit((1u << 20) + 4096 * size);
  try_data(text);
  try_diagnostics(text);
  return 0;
}
