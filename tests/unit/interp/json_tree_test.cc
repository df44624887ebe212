#include "interp/json_tree.h"

#include <doctest/doctest.h>

#include <string>

using namespace borealis::interp;

namespace {

JsonError error_of(std::string_view text) {
  JsonError error;
  CHECK_FALSE(parse_json(text, error).has_value());
  return error;
}

}  // namespace

TEST_CASE("every part of a JSON text knows where it stands") {
  const std::string_view text = R"({"a": [1, -2.5e3, true], "b": null})";
  JsonError error;
  const auto root = parse_json(text, error);
  REQUIRE(root.has_value());
  const auto* a = root->member("a");
  REQUIRE(a != nullptr);
  CHECK(text.substr(a->begin, a->end - a->begin) == "\"a\"");
  CHECK(text.substr(a->value.begin, a->value.end - a->value.begin) == "[1, -2.5e3, true]");
  REQUIRE(a->value.items.size() == 3);
  CHECK(a->value.items[0].kind == JsonNode::Kind::integer);
  CHECK(a->value.items[1].kind == JsonNode::Kind::real);
  CHECK(a->value.items[1].text == "-2.5e3");
  CHECK(a->value.items[2].kind == JsonNode::Kind::yes);
  CHECK(root->member("b")->value.kind == JsonNode::Kind::null);
  CHECK(root->member("c") == nullptr);
}

TEST_CASE("texts are unescaped, surrogate pairs joined") {
  JsonError error;
  const auto root = parse_json(R"("\"\\\/\n\t\u00e9\ud83d\ude00")", error);
  REQUIRE(root.has_value());
  CHECK(root->text == "\"\\/\n\té😀");
}

TEST_CASE("of members with one name the last counts") {
  JsonError error;
  const auto root = parse_json(R"({"a": 1, "a": 2})", error);
  REQUIRE(root.has_value());
  CHECK(root->member("a")->value.text == "2");
}

TEST_CASE("what is no JSON is refused at its place") {
  CHECK(error_of("").at == 0);
  CHECK(error_of("{\"a\": 1,}").at == 8);
  CHECK(error_of("[1 2]").at == 3);
  CHECK(error_of("[01]").at == 1);
  CHECK(error_of("'a'").at == 0);
  CHECK(error_of("[1] x").at == 4);
  CHECK(error_of("\"a\nb\"").at == 2);
  CHECK(error_of("\"abc").at == 0);
  CHECK(error_of("\"\\x\"").at == 2);
  CHECK(error_of("-").at == 0);
  CHECK(error_of(std::string(5000, '[')).message.find("deep") != std::string::npos);
}
