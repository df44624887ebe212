// What holds for all values: coercion, equality and hashes, data in records (language.md §4-§9).
#include "choices.h"
#include "lang/record.h"
#include "make.h"
#include "random_case.h"

using namespace borealis::lang;
using namespace borealis::lang::test;

namespace {

constexpr std::uint64_t kCases = 2000;

std::string random_text(Choices& choices) {
  static const char* const pieces[] = {
      "",  "1",        "0",  "-",  "+", ".", "e", "_", " ", "\t", "true", "FALSE", "nan", "inf", "9223372036854775807",
      "x", "\xC3\xA9", "\"", "\\", "\n"};
  std::string out;
  for (unsigned n = choices.below(5); n > 0; --n) out += pieces[choices.below(std::size(pieces))];
  return out;
}

double random_real(Choices& choices) {
  static const double reals[] = {0.0, 1.0, -1.5, 0.1, 1e16, 1e-7, 1e300, 5e-324, 123456789.125, -0.0};
  double out = reals[choices.below(std::size(reals))];
  for (unsigned n = choices.below(3); n > 0; --n) out = out * 3.7 + choices.below(256);
  return out;
}

Raw random_raw(Choices& choices) {
  switch (choices.below(5)) {
    case 0:
      return Raw(static_cast<int>(choices.below(256)) - 128);
    case 1:
      return Raw(random_real(choices));
    case 2:
      return Raw(choices.below(2) == 1);
    case 3:
      return Raw(BigInteger{"-1" + std::to_string(choices.below(256)) + "0000000000000000000"});
    default:
      return Raw(random_text(choices));
  }
}

Data made_up_data(Choices& choices, int depth) {
  switch (choices.below(depth < 4 ? 9 : 6)) {
    case 0:
      return Data(choices.below(2) == 1);
    case 1:
      return Data(static_cast<int>(choices.below(256)) - 128);
    case 2:
      return Data(random_real(choices));
    case 3:
      return Data(BigInteger{"1" + std::to_string(choices.below(256)) + "00000000000000000000"});
    case 4:
      return Data(Foreign{random_text(choices), random_text(choices)});
    case 5:
      return Data(random_text(choices));
    case 6: {
      Data::List list;
      for (unsigned n = choices.below(4); n > 0; --n) list.push_back(made_up_data(choices, depth + 1));
      return Data(std::move(list));
    }
    default: {
      Data out = choices.below(2) == 0 ? Data(Data::Map{}) : Data(Data::Object{"T", choices.below(9), {}});
      for (unsigned n = choices.below(4); n > 0; --n) {
        out.set(random_text(choices), made_up_data(choices, depth + 1), choices.below(9));
      }
      return out;
    }
  }
}

}  // namespace

TEST_CASE("what was coerced is of its type, and its text is coerced to the same") {
  const Type* const types[] = {Type::string(), Type::integer(), Type::floating(), Type::boolean()};
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    Choices choices(seed);
    const Raw raw = random_raw(choices);
    for (const Type* type : types) {
      std::string error;
      const std::optional<Raw> once = coerce(*type, raw, &error);
      CAPTURE(seed);
      CAPTURE(type->name());
      CAPTURE(raw.repr());
      if (!once) {
        CHECK_FALSE(error.empty());
        continue;
      }
      const std::optional<Raw> twice = coerce(*type, *once);
      const std::optional<Raw> of_text = coerce(*type, Raw(once->str()));
      REQUIRE(twice.has_value());
      REQUIRE(of_text.has_value());
      CHECK(twice->repr() == once->repr());
      CHECK(of_text->repr() == once->repr());
    }
  }
}

TEST_CASE("equal values have equal hashes once they are resolved, and equality is symmetric") {
  int equal_pairs = 0;
  std::vector<ValuePtr> before;
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    Choices choices(seed);
    const PlanPtr plan = random_plan(choices);
    CAPTURE(seed);
    CAPTURE(describe(*plan));
    const auto compare_pair = [&](const ValuePtr& a, const ValuePtr& b) {
      const bool same = equal(*a, *b);
      const bool same_turned = equal(*b, *a);
      CHECK(same == same_turned);
      // What is still open may be equal by what it resolves to.
      const bool hashes = same && !a->has_tags() && !b->has_tags();
      if (hashes) CHECK(hash(*a) == hash(*b));
      return same;
    };
    // A value that can't be resolved, or not a second time, is none to compare.
    thrown([&] {
      const ValuePtr value = interpolate(*build(*plan)).value;
      const bool reflexive = compare_pair(value, interpolate(*build(*plan)).value);
      CHECK(reflexive);
      for (const ValuePtr& other : before) equal_pairs += compare_pair(value, other) ? 1 : 0;
      before.push_back(value);
      if (before.size() > 20) before.erase(before.begin());
    });
  }
  CHECK(equal_pairs > 20);
}

TEST_CASE("data reads from a record as it was written") {
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    Choices choices(seed);
    const Data data = made_up_data(choices, 0);
    RecordWriter writer;
    writer.data(data);
    RecordReader reader(writer.bytes());
    const Data again = reader.data();
    CAPTURE(seed);
    CHECK(reader.ok());
    CHECK(reader.at_end());
    CHECK(same_data(again, data));
    // A record that was cut is refused.
    RecordReader cut(std::string_view(writer.bytes()).substr(0, writer.bytes().size() - 1));
    cut.data();
    CHECK_FALSE(cut.ok());
  }
}
