#include "lang/ref.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "lang/error.h"

using namespace borealis::lang;

namespace {

std::string refused(const std::string& address) {
  std::string why = "accepted";
  Ref::try_parse(address, &why);
  return why;
}

}  // namespace

TEST_CASE("addresses") {
  for (const char* address : {"a", "a.b", "a[0]", "[0].x", "a[-1]", "a[1.0]", "a[b.c/d]", "thermos.ports[http]", "_x",
                              "a[0][1]", "a.\xC3\xA9"}) {
    CHECK(Ref::parse(address).address() == address);
  }
  CHECK(Ref::parse(".a.b").address() == "a.b");
  CHECK(Ref::parse("a.b").str() == "{{a.b}}");
  CHECK(Ref::parse("a.b").repr() == "Ref(a.b)");
}

TEST_CASE("word characters are Python's, in all scripts") {
  for (const char* address :
       {"a.\u4e2d\u6587", "a\u00b2", "a.\u2460", "a\u2177", "a[\u0663]", "a\u0663", "a\U00020000"}) {
    CHECK_MESSAGE(Ref::try_parse(address).has_value(), address);
  }
  // A digit first, marks, joiners, signs, pictures.
  for (const char* address : {"a.\u0663", "a\u0301", "a.b\u093e", "a\u200d", "a\u2014b", "a\u00d7", "a\U0001f600"}) {
    CHECK_MESSAGE(!Ref::try_parse(address).has_value(), address);
  }
}

TEST_CASE("what is no address, in the original's words") {
  CHECK(refused("") == "Invalid address: ''");
  CHECK(refused("1a") == "1a");
  CHECK(refused(" mesos.instance ") == " mesos.instance ");
  CHECK(refused("\xC3\xA9") == "\xC3\xA9");
  CHECK(refused("a-b") == "Badly formed address .a-b");
  for (const char* bad : {"a b", "a.1", "a[]", "a..b", "a.", "a[b c]", "a[x", "a]", "a[*]", "a[b:c]", "a\n"}) {
    CHECK(refused(bad) == "Badly formed address ." + std::string(bad));
  }
  CHECK(refused("[a b]") == "Badly formed address [a b]");
  CHECK_THROWS_AS(Ref::parse("a b"), LanguageError);
}

TEST_CASE("equality tells fields from indices") {
  CHECK(Ref::parse("a.b") == Ref::parse(".a.b"));
  CHECK(Ref::parse("a.b").hash() == Ref::parse(".a.b").hash());
  CHECK_FALSE(Ref::parse("a.x") == Ref::parse("a[x]"));
}

TEST_CASE("prefixes and the rest") {
  const Ref ref = Ref::parse("a.b[c]");
  CHECK(ref.rest().address() == "b[c]");
  CHECK(ref.rest(3).empty());
  CHECK(ref.below(Ref::parse("a"))->address() == "b[c]");
  CHECK_FALSE(ref.below(ref).has_value());
  CHECK_FALSE(ref.below(Ref::parse("b")).has_value());
  CHECK((Ref::parse("a") + Ref::parse("[0].x")).address() == "a[0].x");
}

TEST_CASE("order is by length, then by components") {
  CHECK(Ref::parse("z") < Ref::parse("a.b"));
  CHECK(Ref::parse("a.b") < Ref::parse("a.c"));
}
