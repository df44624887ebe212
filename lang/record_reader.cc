#include <algorithm>
#include <bit>
#include <cstring>

#include "lang/record.h"
#include "lang/record_tag.h"

namespace borealis::lang {

namespace {

// The least that one element of a list takes, so that a count can't ask for more memory than the record has bytes.
constexpr std::size_t kLeastData = 1;
constexpr std::size_t kLeastEntry = 4 + 1 + 4;
constexpr std::size_t kLeastNote = 4 + 20 + 12;
constexpr std::size_t kLeastDiagnostic = 60;
// Room for so many elements is made before they are read.
constexpr std::uint32_t kMostForeseen = 64;

}  // namespace

inline std::string_view RecordReader::take(std::size_t n) {
  if (!ok_ || n > rest_.size() || n > limits_.max_bytes) {
    ok_ = false;
    rest_ = {};
    return {};
  }
  const std::string_view taken = rest_.substr(0, n);
  rest_.remove_prefix(n);
  return taken;
}

std::uint8_t RecordReader::u8() {
  const std::string_view bytes = take(1);
  return bytes.empty() ? 0 : static_cast<std::uint8_t>(bytes[0]);
}

std::uint32_t RecordReader::u32() {
  const std::string_view bytes = take(4);
  if (bytes.size() != 4) return 0;
  std::uint32_t v = 0;
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(&v, bytes.data(), sizeof v);
  } else {
    for (std::size_t i = 4; i-- > 0;) v = v << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return v;
}

std::uint64_t RecordReader::u64() {
  const std::uint64_t low = u32();
  const std::uint64_t high = u32();
  return ok_ ? low | high << 32 : 0;
}

double RecordReader::f64() {
  const std::uint64_t bits = u64();
  double v = 0;
  std::memcpy(&v, &bits, sizeof v);
  return v;
}

std::string RecordReader::text() {
  return std::string(take(u32()));
}

std::uint32_t RecordReader::count(std::size_t least_bytes) {
  const std::uint32_t n = u32();
  if (n > rest_.size() / least_bytes) {
    ok_ = false;
    rest_ = {};
    return 0;
  }
  return n;
}

std::string RecordReader::digits() {
  std::string number = text();
  const std::size_t sign = number.starts_with('-') ? 1 : 0;
  if (number.size() == sign || number.find_first_not_of("0123456789", sign) != std::string::npos) {
    ok_ = false;
    rest_ = {};
    return "0";
  }
  return number;
}

bool RecordReader::flag() {
  const std::uint8_t v = u8();
  if (v > 1) {
    ok_ = false;
    rest_ = {};
  }
  return v == 1;
}

Data RecordReader::data() {
  return data_at(0);
}

std::vector<Entry> RecordReader::entries_at(int depth) {
  std::vector<Entry> entries;
  const std::uint32_t n = count(kLeastEntry);
  entries.reserve(std::min(n, kMostForeseen));
  for (std::uint32_t i = 0; i < n && ok_; ++i) {
    Entry& entry = entries.emplace_back();
    entry.name = text();
    entry.value = data_at(depth + 1);
    entry.site = u32();
  }
  if (!ok_) entries.clear();
  return entries;
}

Data RecordReader::data_at(int depth) {
  if (depth > limits_.max_depth || ++values_ > limits_.max_values) {
    ok_ = false;
    rest_ = {};
    return {};
  }
  switch (static_cast<RecordTag>(u8())) {
    case RecordTag::no:
      return Data(false);
    case RecordTag::yes:
      return Data(true);
    case RecordTag::integer:
      return Data(static_cast<std::int64_t>(u64()));
    case RecordTag::real:
      return Data(f64());
    case RecordTag::text:
      return Data(text());
    case RecordTag::big_integer:
      return Data(BigInteger{digits()});
    case RecordTag::foreign: {
      Foreign foreign;
      foreign.type = text();
      foreign.text = text();
      return Data(std::move(foreign));
    }
    case RecordTag::list: {
      Data::List list;
      const std::uint32_t n = count(kLeastData);
      list.reserve(std::min(n, kMostForeseen));
      for (std::uint32_t i = 0; i < n && ok_; ++i) list.push_back(data_at(depth + 1));
      if (!ok_) list.clear();
      return Data(std::move(list));
    }
    case RecordTag::map:
      return Data(Data::Map{entries_at(depth)});
    case RecordTag::object: {
      Data::Object object;
      object.type = text();
      object.site = u32();
      object.entries = entries_at(depth);
      return Data(std::move(object));
    }
  }
  ok_ = false;
  rest_ = {};
  return {};
}

Place RecordReader::place() {
  Place v;
  v.site = u32();
  v.field = text();
  v.text = text();
  return v;
}

Span RecordReader::span() {
  Span v;
  v.file = text();
  for (int* n : {&v.line, &v.column, &v.end_line, &v.end_column}) *n = static_cast<int>(u32());
  return v;
}

Diagnostic RecordReader::diagnostic() {
  Diagnostic v;
  v.rule = text();
  const std::uint8_t severity = u8();
  if (severity > static_cast<std::uint8_t>(Severity::error)) {
    ok_ = false;
    rest_ = {};
    return {};
  }
  v.severity = static_cast<Severity>(severity);
  v.message = text();
  v.span = span();
  v.place = place();
  v.path = text();
  v.hint = text();
  const std::uint32_t notes = count(kLeastNote);
  for (std::uint32_t i = 0; i < notes && ok_; ++i) {
    Note note;
    note.message = text();
    note.span = span();
    note.place = place();
    v.notes.push_back(std::move(note));
  }
  const std::uint32_t includes = count(8);
  for (std::uint32_t i = 0; i < includes && ok_; ++i) {
    IncludeFrame frame;
    frame.file = text();
    frame.line = static_cast<int>(u32());
    v.includes.push_back(std::move(frame));
  }
  if (flag()) {
    Fix fix;
    fix.span = span();
    fix.text = text();
    v.fix = std::move(fix);
  }
  return ok_ ? v : Diagnostic{};
}

Diagnostics RecordReader::diagnostics() {
  Diagnostics list;
  const std::uint32_t n = count(kLeastDiagnostic);
  for (std::uint32_t i = 0; i < n && ok_; ++i) list.push_back(diagnostic());
  if (!ok_) list.clear();
  return list;
}

}  // namespace borealis::lang
