#include "cluster/http_guard.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "fmt/format.h"

namespace borealis::cluster {

namespace {

constexpr std::array<std::string_view, 3> kOurNames = {"localhost", "127.0.0.1", "[::1]"};

bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

// "localhost", "127.0.0.1:8081": the port is anybody's, since it may be forwarded.
bool is_our_host(const std::string& host) {
  return std::ranges::any_of(kOurNames, [&](std::string_view name) {
    if (!host.starts_with(name)) return false;
    const std::string_view rest = std::string_view(host).substr(name.size());
    return rest.empty() || (rest[0] == ':' && is_digits(rest.substr(1)));
  });
}

// "build-7", "build-7:8081"
bool is_plain_name(const std::string& host) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  const std::size_t end = std::min(host.find(':'), host.size());
  return end > 0 && std::all_of(host.begin(), host.begin() + static_cast<std::ptrdiff_t>(end), is_letter) &&
         (end == host.size() || is_digits(std::string_view(host).substr(end + 1)));
}

bool is_our_origin(const std::string& origin, const std::string& host, int port) {
  if (origin == "http://" + host) return true;
  return std::ranges::any_of(kOurNames,
                             [&](std::string_view name) { return origin == fmt::format("http://{}:{}", name, port); });
}

std::optional<Refusal> refusal_of_body(const httplib::Request& request, std::size_t most_bytes) {
  // With the status that a scheduler has for them. (scheduler.md §1)
  if (request.has_header("Content-Encoding") && request.get_header_value("Content-Encoding") != "identity") {
    return Refusal{500, "Encoded requests are not understood.\n"};
  }
  if (!request.has_header("Content-Length")) return std::nullopt;
  const std::string text = request.get_header_value("Content-Length");
  if (request.get_header_value_count("Content-Length") > 1 || request.has_header("Transfer-Encoding") ||
      !is_digits(text)) {
    return Refusal{400, "It is not clear how long the body is.\n"};
  }
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (error != std::errc() || length > most_bytes) return Refusal{413, "The body is too large.\n"};
  return std::nullopt;
}

std::optional<Refusal> refusal_of_asker(const httplib::Request& request, int port) {
  const std::size_t hosts = request.get_header_value_count("Host");
  if (hosts > 1 || (hosts == 0 && request.version != "HTTP/1.0")) {
    return Refusal{400, "A request has one Host header.\n"};
  }
  const std::string host = lower(request.get_header_value("Host"));
  // A name without a dot is in no public DNS; programs (not browsers) may know this machine by one.
  const bool from_browser = request.has_header("Origin") || request.has_header("Sec-Fetch-Site");
  if (hosts == 1 && !is_our_host(host) && (from_browser || !is_plain_name(host))) {
    return Refusal{403, "This server is called localhost or 127.0.0.1; requests for other hosts are not answered.\n",
                   "host"};
  }
  // What a method would do is nobody's secret, and without headers that allow it a browser goes no further.
  if (request.method == "OPTIONS") return std::nullopt;
  if (request.has_header("Origin")) {
    const bool ours = request.get_header_value_count("Origin") == 1 &&
                      is_our_origin(lower(request.get_header_value("Origin")), host, port);
    if (!ours) return Refusal{403, "Requests of other origins are not answered.\n"};
    return std::nullopt;
  }
  const std::string site = lower(request.get_header_value("Sec-Fetch-Site"));
  if (site.empty() || site == "same-origin" || site == "none") return std::nullopt;
  const bool link = request.method == "GET" && lower(request.get_header_value("Sec-Fetch-Mode")) == "navigate" &&
                    lower(request.get_header_value("Sec-Fetch-Dest")) == "document";
  if (!link) return Refusal{403, "Requests of other sites are not answered.\n"};
  return std::nullopt;
}

}  // namespace

const char* const kPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const char* const kNoPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

httplib::Headers security_headers() {
  return {{"X-Content-Type-Options", "nosniff"},
          {"X-Frame-Options", "DENY"},
          {"Referrer-Policy", "no-referrer"},
          {"Cross-Origin-Resource-Policy", "same-origin"},
          {"Cross-Origin-Opener-Policy", "same-origin"}};
}

std::optional<Refusal> refusal_of(const httplib::Request& request, int port, std::size_t most_bytes) {
  if (auto refusal = refusal_of_asker(request, port)) return refusal;
  return refusal_of_body(request, most_bytes);
}

}  // namespace borealis::cluster
