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

// The number a text starts with; -1: none.
long number(std::string_view text, int base) {
  long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  return error == std::errc() && end != text.data() && value >= 0 ? value : -1;
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
    const long size = number(*line, 16);
    if (size < 0) return HttpProgress::malformed;
    if (size == 0) return HttpProgress::complete;
    const auto bytes = static_cast<std::size_t>(size);
    if (rest.size() < bytes || rest.size() - bytes < 2) return cut;
    body += rest.substr(0, bytes);
    rest.remove_prefix(bytes);
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
  const long code = blank == std::string_view::npos ? -1 : number(status->substr(blank + 1), 10);
  if (!status->starts_with("HTTP/1.") || code < 100 || code > 999) return HttpProgress::malformed;
  response.code = static_cast<int>(code);

  long length = -1;
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
  if (length < 0) {
    if (!at_end) return HttpProgress::incomplete;
    response.body = bytes;
    return HttpProgress::complete;
  }
  const auto size = static_cast<std::size_t>(length);
  if (bytes.size() < size) return cut;
  response.body = bytes.substr(0, size);
  return HttpProgress::complete;
}

}  // namespace borealis::runner
