#include "cluster/http_head.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <string_view>

namespace borealis::cluster {

namespace {

bool same_letters(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

// The value of a header in the head of a request.
std::optional<std::string_view> header(std::string_view head, std::string_view name) {
  for (std::size_t at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n", at)) {
    at += 2;
    const std::size_t end = std::min(head.find("\r\n", at), head.size());
    const std::string_view line = head.substr(at, end - at);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !same_letters(line.substr(0, colon), name)) continue;
    std::string_view value = line.substr(colon + 1);
    while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
    return value;
  }
  return std::nullopt;
}

// Without that header: so it is if nobody reads the body.
void erase_header(std::string& head, std::string_view value) {
  // The colon stands before it: an empty value is where its line ends.
  const std::size_t start = head.rfind("\r\n", static_cast<std::size_t>(value.data() - head.data()) - 1) + 2;
  head.erase(start, head.find("\r\n", start) + 2 - start);
}

}  // namespace

std::string adapted_head(const std::string& head, std::size_t& skip) {
  skip = 0;
  const std::size_t blank = head.find(' ');
  if (blank == std::string::npos) return head;
  const std::string method = head.substr(0, blank);
  const std::string target = head.substr(blank + 1, head.find(' ', blank + 1) - blank - 1);
  const bool api = target == "/api" || target.starts_with("/api?");
  const auto length = header(head, "Content-Length");
  const bool has_body = length || header(head, "Transfer-Encoding");
  std::string out = head;
  // The server would not tell an empty one from none at all.
  if (header(head, "Content-Type") == "") out.insert(out.size() - 2, "Content-Type: none\r\n");
  if (method == "GET" && api) out.replace(0, blank, "POST");
  if (method == "POST" || (method == "GET" && api)) {
    // The server would read until the connection ends.
    if (!has_body) out.insert(out.size() - 2, "Content-Length: 0\r\n");
  } else if (length && (method == "GET" || method == "HEAD" || method == "OPTIONS")) {
    std::from_chars(length->data(), length->data() + length->size(), skip);
    erase_header(out, *header(out, "Content-Length"));
  }
  return out;
}

}  // namespace borealis::cluster
