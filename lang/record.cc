#include "lang/record.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <type_traits>

namespace borealis::lang {

namespace {

enum class Tag : std::uint8_t { no = 0, yes, integer, real, text, big_integer, foreign, list, map, object };

// The least that one element of a list takes, so that a count can't ask for more memory than the record has bytes.
constexpr std::size_t kLeastData = 1;
constexpr std::size_t kLeastEntry = 4 + 1 + 4;
constexpr std::size_t kLeastNote = 4 + 20 + 12;
constexpr std::size_t kLeastDiagnostic = 60;
// Room for so many elements is made before they are read.
constexpr std::uint32_t kMostForeseen = 64;

template <class Number>
void put_little_endian(char* bytes, Number v) {
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(bytes, &v, sizeof v);
  } else {
    for (std::size_t i = 0; i < sizeof v; ++i) bytes[i] = static_cast<char>(v >> (8 * i));
  }
}

}  // namespace

void RecordWriter::enlarge(std::size_t n) {
  constexpr std::size_t kLeast = 512;
  bytes_.resize(std::max({kLeast, 2 * bytes_.size(), used_ + n}));
}

inline void RecordWriter::raw(std::string_view v) {
  if (!v.empty()) std::memcpy(room(v.size()), v.data(), v.size());
}

void RecordWriter::u32(std::uint32_t v) {
  put_little_endian(room(sizeof v), v);
}

void RecordWriter::u64(std::uint64_t v) {
  put_little_endian(room(sizeof v), v);
}

void RecordWriter::f64(double v) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &v, sizeof bits);
  u64(bits);
}

void RecordWriter::text(std::string_view v) {
  char* at = room(sizeof(std::uint32_t) + v.size());
  put_little_endian(at, static_cast<std::uint32_t>(v.size()));
  if (!v.empty()) std::memcpy(at + sizeof(std::uint32_t), v.data(), v.size());
}

void RecordWriter::data(const Data& v) {
  const auto tag = [&](Tag t) { u8(static_cast<std::uint8_t>(t)); };
  // A tag and what follows it at once.
  const auto tagged = [&](Tag t, auto number) {
    char* at = room(1 + sizeof number);
    at[0] = static_cast<char>(t);
    put_little_endian(at + 1, number);
  };
  const auto entries = [&](const std::vector<Entry>& list) {
    u32(static_cast<std::uint32_t>(list.size()));
    for (const Entry& entry : list) {
      text(entry.name);
      data(entry.value);
      u32(entry.site);
    }
  };
  if (const bool* b = v.boolean()) {
    tag(*b ? Tag::yes : Tag::no);
  } else if (const std::int64_t* i = v.integer()) {
    tagged(Tag::integer, static_cast<std::uint64_t>(*i));
  } else if (const double* d = v.real()) {
    tag(Tag::real);
    f64(*d);
  } else if (const std::string* s = v.text()) {
    tagged(Tag::text, static_cast<std::uint32_t>(s->size()));
    raw(*s);
  } else if (const BigInteger* big = v.get<BigInteger>()) {
    tag(Tag::big_integer);
    text(big->digits);
  } else if (const Foreign* foreign = v.get<Foreign>()) {
    tag(Tag::foreign);
    text(foreign->type);
    text(foreign->text);
  } else if (const Data::List* list = v.list()) {
    tagged(Tag::list, static_cast<std::uint32_t>(list->size()));
    for (const Data& item : *list) data(item);
  } else if (const Data::Map* map = v.map()) {
    tag(Tag::map);
    entries(map->entries);
  } else {
    const Data::Object& object = *v.object();
    tag(Tag::object);
    text(object.type);
    u32(object.site);
    entries(object.entries);
  }
}

void RecordWriter::place(const Place& v) {
  u32(v.site);
  text(v.field);
  text(v.text);
}

void RecordWriter::span(const Span& v) {
  text(v.file);
  for (const int n : {v.line, v.column, v.end_line, v.end_column}) u32(static_cast<std::uint32_t>(n));
}

void RecordWriter::diagnostic(const Diagnostic& v) {
  text(v.rule);
  u8(static_cast<std::uint8_t>(v.severity));
  text(v.message);
  span(v.span);
  place(v.place);
  text(v.path);
  text(v.hint);
  u32(static_cast<std::uint32_t>(v.notes.size()));
  for (const Note& note : v.notes) {
    text(note.message);
    span(note.span);
    place(note.place);
  }
  u32(static_cast<std::uint32_t>(v.includes.size()));
  for (const IncludeFrame& frame : v.includes) {
    text(frame.file);
    u32(static_cast<std::uint32_t>(frame.line));
  }
  u8(v.fix ? 1 : 0);
  if (v.fix) {
    span(v.fix->span);
    text(v.fix->text);
  }
}

void RecordWriter::diagnostics(const Diagnostics& v) {
  u32(static_cast<std::uint32_t>(v.size()));
  for (const Diagnostic& d : v) diagnostic(d);
}

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
  switch (static_cast<Tag>(u8())) {
    case Tag::no:
      return Data(false);
    case Tag::yes:
      return Data(true);
    case Tag::integer:
      return Data(static_cast<std::int64_t>(u64()));
    case Tag::real:
      return Data(f64());
    case Tag::text:
      return Data(text());
    case Tag::big_integer:
      return Data(BigInteger{digits()});
    case Tag::foreign: {
      Foreign foreign;
      foreign.type = text();
      foreign.text = text();
      return Data(std::move(foreign));
    }
    case Tag::list: {
      Data::List list;
      const std::uint32_t n = count(kLeastData);
      list.reserve(std::min(n, kMostForeseen));
      for (std::uint32_t i = 0; i < n && ok_; ++i) list.push_back(data_at(depth + 1));
      if (!ok_) list.clear();
      return Data(std::move(list));
    }
    case Tag::map:
      return Data(Data::Map{entries_at(depth)});
    case Tag::object: {
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
