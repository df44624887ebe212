#include <doctest/doctest.h>

#include "client/api/json_reader.h"
#include "lang/json.h"

using namespace borealis;
using borealis::api::parse_json;

TEST_CASE("JSON reads into data and writes back as it was") {
  const std::string text =
      R"({"b": 1, "a": [true, -2, 1.5, "x\u00e9"], "deep": {"n": {}}, "big": 123456789012345678901234567890, "f": 1.0})";
  const auto data = parse_json(text);
  REQUIRE(data.ok());
  CHECK(lang::to_json(*data) == text);
  CHECK(data->field("f")->real() != nullptr);
  CHECK(data->field("b")->integer() != nullptr);
}

TEST_CASE("of a repeated key the last value stands, and null members are left out") {
  const auto data = parse_json(R"({"a": 1, "b": null, "c": 2, "a": 3})");
  REQUIRE(data.ok());
  CHECK(lang::to_json(*data) == R"({"a": 3, "c": 2})");
}

TEST_CASE("what is no JSON says where") {
  for (const char* text : {"", "{", "[1,]", "{\"a\" 1}", "nul", "[null]", "null", "1 2", "\"\xff\""}) {
    CAPTURE(text);
    const auto data = parse_json(text);
    REQUIRE_FALSE(data.ok());
    CHECK(data.error().kind == lang::ErrorClass::findings);
    CHECK_FALSE(data.error().message.empty());
  }
}

TEST_CASE("depth and size are limited") {
  const std::string deep(100'000, '[');
  CHECK_FALSE(parse_json(deep + std::string(100'000, ']')).ok());
  CHECK_FALSE(parse_json("[[[1]]]", {1000, 2}).ok());
  CHECK(parse_json("[[[1]]]", {1000, 3}).ok());
  CHECK_FALSE(parse_json("[[[1]]]", {6, 3}).ok());
}
