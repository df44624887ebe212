#include "client/api/json_text.h"

#include <charconv>
#include <cstdint>

namespace borealis::api {
namespace {

std::string with_plain_slashes(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    const bool escape = json[i] == '\\' && i + 1 < json.size();
    if (!escape) {
      out += json[i];
      continue;
    }
    ++i;
    if (json[i] != '/') out += '\\';
    out += json[i];
  }
  return out;
}

// Where the sequence number of `[1,"METHOD",TYPE,SEQUENCE,...` stands; empty: this is no such message.
std::string_view sequence_of(std::string_view json) {
  std::size_t at = json.find('"');
  if (at == std::string_view::npos) return {};
  for (++at; at < json.size() && json[at] != '"'; ++at) {
    if (json[at] == '\\') ++at;
  }
  at = json.find(',', at);
  if (at == std::string_view::npos) return {};
  at = json.find(',', at + 1);
  if (at == std::string_view::npos) return {};
  const std::size_t end = json.find(',', at + 1);
  return end == std::string_view::npos ? std::string_view() : json.substr(at + 1, end - at - 1);
}

std::string with_short_sequence(std::string json) {
  const std::string_view digits = sequence_of(json);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool is_number = !digits.empty() && error == std::errc() && end == digits.data() + digits.size();
  if (!is_number || (number >= INT32_MIN && number <= INT32_MAX)) return json;
  const auto at = static_cast<std::size_t>(digits.data() - json.data());
  const auto low = static_cast<std::int32_t>(static_cast<std::uint32_t>(static_cast<std::uint64_t>(number)));
  return json.replace(at, digits.size(), std::to_string(low));
}

}  // namespace

bool has_nul(std::string_view json) {
  for (std::size_t at = json.find('\\'); at != std::string_view::npos; at = json.find('\\', at + 2)) {
    if (json.substr(at, 6) == "\\u0000") return true;
  }
  return false;
}

std::string readable_json(std::string_view json) {
  const bool escaped = json.find("\\/") != std::string_view::npos;
  return with_short_sequence(escaped ? with_plain_slashes(json) : std::string(json));
}

}  // namespace borealis::api
