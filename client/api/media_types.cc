// Which encoding a body has, by the headers. (api.md §1.1, §1.2; scheduler.md §1)
#include <algorithm>
#include <cctype>

#include "client/api/codec.h"

namespace borealis::api {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

const char* media_type(Wire wire) {
  return wire == Wire::binary ? binary_media_type : json_media_type;
}

std::optional<Wire> request_wire(const char* content_type) {
  if (content_type == nullptr) return Wire::json;
  const std::string type = lower(trim(content_type));
  const std::size_t semicolon = type.find(';');
  const std::string_view media = trim(std::string_view(type).substr(0, semicolon));
  if (semicolon == std::string::npos) {
    if (media == binary_media_type) return Wire::binary;
    if (media == json_media_type || media == "application/json" || media == "application/x-thrift") return Wire::json;
    return std::nullopt;
  }
  // One parameter is known, and to one type only.
  std::string parameter(trim(std::string_view(type).substr(semicolon + 1)));
  std::erase(parameter, '"');
  if (media == json_media_type && parameter == "charset=utf-8") return Wire::json;
  return std::nullopt;
}

Wire reply_wire(const char* accept) {
  return accept != nullptr && lower(trim(accept)) == binary_media_type ? Wire::binary : Wire::json;
}

std::optional<Wire> body_wire(std::string_view content_type) {
  const std::string media = lower(trim(content_type.substr(0, content_type.find(';'))));
  if (media == binary_media_type) return Wire::binary;
  if (media == json_media_type || media == "application/json" || media == "application/x-thrift") return Wire::json;
  return std::nullopt;
}

}  // namespace borealis::api
