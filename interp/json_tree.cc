#include "interp/json_tree.h"

#include <cstdint>
#include <utility>

namespace borealis::interp {
namespace {

constexpr int kMaxDepth = 200;

void append_utf8(std::string& out, std::uint32_t c) {
  const auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

class Parser {
 public:
  Parser(std::string_view text, JsonError& error) : text_(text), error_(error) {}

  std::optional<JsonNode> parse() {
    JsonNode root;
    if (!value(root, 0)) return std::nullopt;
    skip_blanks();
    if (at_ < text_.size()) {
      fail("nothing may follow the JSON value");
      return std::nullopt;
    }
    return root;
  }

 private:
  bool fail(std::string message) {
    error_ = {std::move(message), at_};
    return false;
  }

  void skip_blanks() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
  }

  bool accept(char c) {
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool word(std::string_view expected) {
    if (text_.substr(at_, expected.size()) != expected) return false;
    at_ += expected.size();
    return true;
  }

  bool value(JsonNode& node, int depth) {
    if (depth > kMaxDepth) return fail("the JSON is nested too deeply");
    skip_blanks();
    node.begin = at_;
    if (at_ >= text_.size()) return fail("a JSON value is missing");
    const bool done = text_[at_] == '{'   ? object(node, depth)
                      : text_[at_] == '[' ? array(node, depth)
                      : text_[at_] == '"' ? (node.kind = JsonNode::Kind::text, string(node.text))
                                          : literal(node);
    node.end = at_;
    return done;
  }

  bool object(JsonNode& node, int depth) {
    node.kind = JsonNode::Kind::object;
    ++at_;
    if (accept('}')) return true;
    while (true) {
      skip_blanks();
      JsonNode::Member member;
      member.begin = at_;
      if (at_ >= text_.size() || text_[at_] != '"') return fail("a name in double quotes is expected");
      if (!string(member.name)) return false;
      member.end = at_;
      if (!accept(':')) return fail("`:` is expected");
      if (!value(member.value, depth + 1)) return false;
      node.members.push_back(std::move(member));
      if (accept('}')) return true;
      if (!accept(',')) return fail("`,` or `}` is expected");
    }
  }

  bool array(JsonNode& node, int depth) {
    node.kind = JsonNode::Kind::array;
    ++at_;
    if (accept(']')) return true;
    while (true) {
      if (!value(node.items.emplace_back(), depth + 1)) return false;
      if (accept(']')) return true;
      if (!accept(',')) return fail("`,` or `]` is expected");
    }
  }

  bool literal(JsonNode& node) {
    using Kind = JsonNode::Kind;
    for (const auto& [text, kind] :
         {std::pair<std::string_view, Kind>{"null", Kind::null}, {"true", Kind::yes}, {"false", Kind::no}}) {
      if (word(text)) return node.kind = kind, true;
    }
    for (const std::string_view text : {"NaN", "Infinity", "-Infinity"}) {
      if (!word(text)) continue;
      node.kind = Kind::real;
      node.text = text;
      return true;
    }
    return number(node);
  }

  bool digits() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
    return at_ > begin;
  }

  bool number(JsonNode& node) {
    const std::size_t begin = at_;
    if (text_[at_] == '-') ++at_;
    const std::size_t first = at_;
    if (!digits()) {
      at_ = begin;
      return fail("a JSON value is expected");
    }
    if (text_[first] == '0' && at_ - first > 1) {
      at_ = first;
      return fail("a number has no leading zero in JSON");
    }
    node.kind = JsonNode::Kind::integer;
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      node.kind = JsonNode::Kind::real;
      if (!digits()) return fail("a digit is expected");
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      ++at_;
      node.kind = JsonNode::Kind::real;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      if (!digits()) return fail("a digit is expected");
    }
    node.text = text_.substr(begin, at_ - begin);
    return true;
  }

  bool hex4(std::uint32_t& out) {
    if (at_ + 4 > text_.size()) return fail("four hexadecimal digits are expected");
    out = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = text_[at_];
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return fail("four hexadecimal digits are expected");
      out = out * 16 + static_cast<std::uint32_t>(digit);
      ++at_;
    }
    return true;
  }

  bool escape(std::string& out) {
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view values = "\"\\/\b\f\n\r\t";
    if (at_ >= text_.size()) return fail("the text is not closed");
    const char c = text_[at_++];
    if (const std::size_t i = names.find(c); i != std::string_view::npos) {
      out.push_back(values[i]);
      return true;
    }
    if (c != 'u') {
      --at_;
      return fail("this is no escape of JSON");
    }
    std::uint32_t code = 0;
    if (!hex4(code)) return false;
    if (code >= 0xD800 && code < 0xDC00 && text_.substr(at_, 2) == "\\u") {
      const std::size_t back = at_;
      at_ += 2;
      std::uint32_t low = 0;
      if (!hex4(low)) return false;
      if (low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      } else {
        at_ = back;
      }
    }
    append_utf8(out, code);
    return true;
  }

  bool string(std::string& out) {
    const std::size_t begin = at_++;
    while (at_ < text_.size() && text_[at_] != '"') {
      const char c = text_[at_];
      if (static_cast<unsigned char>(c) < 0x20) return fail("a text may not run over the end of the line: write \\n");
      ++at_;
      if (c != '\\') {
        out.push_back(c);
      } else if (!escape(out)) {
        return false;
      }
    }
    if (at_ >= text_.size()) {
      at_ = begin;
      return fail("the text is not closed");
    }
    ++at_;
    return true;
  }

  std::string_view text_;
  JsonError& error_;
  std::size_t at_ = 0;
};

}  // namespace

const JsonNode::Member* JsonNode::member(std::string_view name) const {
  const Member* found = nullptr;
  for (const Member& each : members) {
    if (each.name == name) found = &each;
  }
  return found;
}

std::optional<JsonNode> parse_json(std::string_view text, JsonError& error) {
  return Parser(text, error).parse();
}

}  // namespace borealis::interp
