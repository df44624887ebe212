#include <algorithm>
#include <bit>
#include <cstring>

#include "lang/record.h"
#include "lang/record_tag.h"

namespace borealis::lang {

namespace {

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
  const auto tag = [&](RecordTag t) { u8(static_cast<std::uint8_t>(t)); };
  // A tag and what follows it at once.
  const auto tagged = [&](RecordTag t, auto number) {
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
    tag(*b ? RecordTag::yes : RecordTag::no);
  } else if (const std::int64_t* i = v.integer()) {
    tagged(RecordTag::integer, static_cast<std::uint64_t>(*i));
  } else if (const double* d = v.real()) {
    tag(RecordTag::real);
    f64(*d);
  } else if (const std::string* s = v.text()) {
    tagged(RecordTag::text, static_cast<std::uint32_t>(s->size()));
    raw(*s);
  } else if (const BigInteger* big = v.get<BigInteger>()) {
    tag(RecordTag::big_integer);
    text(big->digits);
  } else if (const Foreign* foreign = v.get<Foreign>()) {
    tag(RecordTag::foreign);
    text(foreign->type);
    text(foreign->text);
  } else if (const Data::List* list = v.list()) {
    tagged(RecordTag::list, static_cast<std::uint32_t>(list->size()));
    for (const Data& item : *list) data(item);
  } else if (const Data::Map* map = v.map()) {
    tag(RecordTag::map);
    entries(map->entries);
  } else {
    const Data::Object& object = *v.object();
    tag(RecordTag::object);
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

}  // namespace borealis::lang
