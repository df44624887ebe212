#include "cluster/runner/http_message.h"

#include <charconv>

namespace borealis::runner {

namespace {

bool same_word(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

std::optional<std::size_t> number(std::string_view text, int base) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end == text.data()) return std::nullopt;
  return value;
}

// The next line without its end; nullopt while that has not come.
std::optional<std::string_view> next_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = trim(rest.substr(0, end));
  rest.remove_prefix(end + 1);
  return line;
}

HttpProgress read_chunks(std::string_view rest, bool at_end, std::string& body) {
  const HttpProgress cut = at_end ? HttpProgress::malformed : HttpProgress::incomplete;
  for (;;) {
    const auto line = next_line(rest);
    if (!line) return cut;
    const auto size = number(*line, 16);
    if (!size) return HttpProgress::malformed;
    if (*size == 0) return HttpProgress::complete;
    if (rest.size() < *size || rest.size() - *size < 2) return cut;
    body += rest.substr(0, *size);
    rest.remove_prefix(*size);
    next_line(rest);
  }
}

}  // namespace

HttpProgress read_response(std::string_view bytes, bool at_end, HttpResponse& response) {
  const HttpProgress cut = at_end ? HttpProgress::malformed : HttpProgress::incomplete;
  response = {};
  const auto status = next_line(bytes);
  if (!status) return cut;
  const std::size_t blank = status->find(' ');
  const auto code = blank == std::string_view::npos ? std::nullopt : number(status->substr(blank + 1), 10);
  if (!status->starts_with("HTTP/1.") || !code || *code < 100 || *code > 999) return HttpProgress::malformed;
  response.code = static_cast<int>(*code);

  std::optional<std::size_t> length;
  bool chunked = false;
  for (;;) {
    const auto line = next_line(bytes);
    if (!line) return cut;
    if (line->empty()) break;
    const std::size_t colon = line->find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view name = line->substr(0, colon);
    const std::string_view value = trim(line->substr(colon + 1));
    if (same_word(name, "content-length")) length = number(value, 10);
    if (same_word(name, "transfer-encoding")) chunked = same_word(value, "chunked");
    if (same_word(name, "location")) response.location = value;
  }
  if (response.code < 200) return read_response(bytes, at_end, response);  // an interim one: the real one follows
  if (response.code == 204 || response.code == 304) return HttpProgress::complete;
  if (chunked) return read_chunks(bytes, at_end, response.body);
  if (length && bytes.size() < *length) return cut;
  if (!length && !at_end) return HttpProgress::incomplete;
  response.body = length ? bytes.substr(0, *length) : bytes;
  return HttpProgress::complete;
}

}  // namespace borealis::runner
