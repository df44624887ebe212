// JSON text as a tree that knows where each part stands.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace borealis::interp {

struct JsonNode {
  enum class Kind : unsigned char { null, yes, no, integer, real, text, array, object };

  Kind kind = Kind::null;
  std::size_t begin = 0;  // offsets into the text
  std::size_t end = 0;
  std::string text;  // of a text: unescaped; of a number: its digits
  std::vector<JsonNode> items;
  struct Member;
  std::vector<Member> members;

  // The last member of that name, as it is the one that counts; nullptr: none.
  const Member* member(std::string_view name) const;
};

struct JsonNode::Member {
  std::string name;
  std::size_t begin = 0;  // of the name, with its quotes
  std::size_t end = 0;
  JsonNode value;
};

struct JsonError {
  std::string message;
  std::size_t at = 0;
};

// What Python's json.loads takes: NaN and Infinity too, no control characters in texts, names may repeat.
std::optional<JsonNode> parse_json(std::string_view text, JsonError& error);

}  // namespace borealis::interp
