#include "lang/record.h"

#include <doctest/doctest.h>

using namespace borealis::lang;

namespace {

Data sample() {
  Data inner(Data::Object{"Process", 7, {}});
  inner.set("name", "p\n\xC3\xA9", 3);
  inner.set("cpu", 1.5);
  inner.set("n", std::int64_t{-5});
  inner.set("big", BigInteger{"99999999999999999999"});
  inner.set("foreign", Foreign{"NoneType", "None"});
  Data map(Data::Map{});
  map.set("k", true);
  return Data(Data::List{std::move(inner), std::move(map), false, Data::List{}});
}

Diagnostic sample_diagnostic() {
  Diagnostic d;
  d.rule = "wrong-type";
  d.severity = Severity::warning;
  d.message = "m";
  d.span = {"f", 1, 2, 3, 4};
  d.place = {5, "field", "{{x}}"};
  d.path = "a.b[0]";
  d.hint = "h";
  d.notes = {{"n", {"g", 1, 1, 1, 2}, {1, "", ""}}};
  d.includes = {{"i", 9}};
  d.fix = Fix{{"f", 1, 1, 1, 1}, "t"};
  return d;
}

}  // namespace

TEST_CASE("what is written is read") {
  RecordWriter writer;
  writer.data(sample());
  writer.diagnostics({sample_diagnostic(), Diagnostic()});
  RecordReader reader(writer.bytes());
  const Data back = reader.data();
  CHECK(same_data(back, sample()));
  CHECK(back.list()->front().object()->site == 7);
  CHECK(back.list()->front().entry("name")->site == 3);
  const Diagnostics diagnostics = reader.diagnostics();
  REQUIRE(diagnostics.size() == 2);
  CHECK(diagnostics[0].place == Place{5, "field", "{{x}}"});
  CHECK(diagnostics[0].notes[0].span.file == "g");
  CHECK(diagnostics[0].includes[0].line == 9);
  CHECK(diagnostics[0].fix->text == "t");
  CHECK_FALSE(diagnostics[1].fix.has_value());
  CHECK(reader.ok());
  CHECK(reader.at_end());
}

TEST_CASE("every cut and every flipped bit is an error or another record, never a crash") {
  RecordWriter writer;
  writer.data(sample());
  writer.diagnostic(sample_diagnostic());
  const std::string bytes(writer.bytes());
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    RecordReader reader(std::string_view(bytes).substr(0, n));
    reader.data();
    reader.diagnostic();
    CHECK_FALSE(reader.ok());
  }
  for (std::size_t i = 0; i < bytes.size() * 8; ++i) {
    std::string other = bytes;
    other[i / 8] = static_cast<char>(other[i / 8] ^ (1 << (i % 8)));
    RecordReader reader(other);
    reader.data();
    reader.diagnostic();
  }
}

TEST_CASE("counts and depths are not believed") {
  RecordWriter writer;
  writer.u8(7);  // a list
  writer.u32(0xFFFFFFFF);
  RecordReader huge(writer.bytes());
  huge.data();
  CHECK_FALSE(huge.ok());

  Data deep;
  for (int i = 0; i < 300; ++i) deep = Data(Data::List{std::move(deep)});
  RecordWriter nested;
  nested.data(deep);
  RecordReader reader(nested.bytes());
  reader.data();
  CHECK_FALSE(reader.ok());

  RecordReader long_one("xxxx", {.max_bytes = 3, .max_depth = 1});
  CHECK_FALSE(long_one.ok());
}

TEST_CASE("after an error nothing more is read") {
  RecordReader reader("\x01");
  CHECK(reader.u32() == 0);
  CHECK(reader.u8() == 0);
  CHECK_FALSE(reader.ok());
}

TEST_CASE("a number that came as digits has nothing but digits") {
  for (const char* digits : {"7", "-7", "123456789012345678901234567890"}) {
    RecordWriter writer;
    writer.data(BigInteger{digits});
    RecordReader reader(writer.bytes());
    CHECK(reader.data().get<BigInteger>()->digits == digits);
    CHECK(reader.ok());
  }
  for (const char* digits : {"", "-", "1-", "+1", "1.5", "1\x1b[31m", "1, \"x\": 2"}) {
    RecordWriter writer;
    writer.data(BigInteger{digits});
    RecordReader reader(writer.bytes());
    reader.data();
    CHECK_FALSE(reader.ok());
  }
}

TEST_CASE("there is a limit on values, for each takes more memory than bytes of the record") {
  RecordWriter writer;
  writer.data(Data::List(100, false));
  RecordReader enough(writer.bytes(), {.max_values = 101});
  enough.data();
  CHECK(enough.ok());
  RecordReader less(writer.bytes(), {.max_values = 100});
  less.data();
  CHECK_FALSE(less.ok());
}
