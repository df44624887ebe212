#include "schema/identifiers.h"

#include <algorithm>

namespace borealis::schema {

namespace {

bool is_identifier_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

// The whole code point that starts at `at`.
std::string_view character_at(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
  return text.substr(at, end - at);
}

}  // namespace

bool has_identifier_characters(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_identifier_character);
}

bool is_identifier(std::string_view text) {
  return has_identifier_characters(text) && text.size() <= kMaxIdentifierLength;
}

std::string identifier_problem(std::string_view text) {
  if (text.empty()) return "is empty";
  const auto bad = std::find_if_not(text.begin(), text.end(), is_identifier_character);
  if (bad != text.end()) {
    const std::string_view character = character_at(text, static_cast<std::size_t>(bad - text.begin()));
    if (character == " ") return "holds a blank";
    if (character == "\n") return "holds a line break";
    return "holds '" + std::string(character) + "'";
  }
  if (text.size() > kMaxIdentifierLength) {
    return "is " + std::to_string(text.size()) + " characters long; " + std::to_string(kMaxIdentifierLength) +
           " are allowed";
  }
  return "";
}

bool is_process_name(std::string_view text) {
  return !text.empty() && text.front() != '.' && text.find('/') == std::string_view::npos &&
         text.find('\0') == std::string_view::npos;
}

}  // namespace borealis::schema
