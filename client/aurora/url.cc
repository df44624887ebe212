#include "client/aurora/url.h"

#include <fmt/format.h>

#include <charconv>

namespace borealis::client::aurora {
namespace {

lang::Error bad_url(const std::string& text, const char* why) {
  lang::Error error;
  error.kind = lang::ErrorClass::usage;
  error.message = fmt::format("`{}` is no URL of a scheduler: {}", text, why);
  error.hint = "write it as http://HOST:PORT";
  return error;
}

}  // namespace

std::string Url::origin() const {
  return fmt::format("{}://{}:{}", scheme, host, port);
}

std::string Url::bare_host() const {
  return host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
}

lang::Result<Url> parse_url(const std::string& text) {
  Url url;
  std::string_view rest = text;
  if (rest.starts_with("http://")) {
    url.scheme = "http";
    url.port = 80;
  } else if (rest.starts_with("https://")) {
    url.scheme = "https";
    url.port = 443;
  } else {
    return bad_url(text, "it must begin with http:// or https://");
  }
  rest.remove_prefix(url.scheme.size() + 3);
  const std::size_t slash = rest.find_first_of("/?#");
  std::string_view authority = rest.substr(0, slash);
  std::string_view path = slash == std::string_view::npos ? std::string_view() : rest.substr(slash);
  path = path.substr(0, path.find('#'));
  url.path = path.empty() || path.front() != '/' ? "/" + std::string(path) : std::string(path);
  if (authority.find('@') != std::string_view::npos) return bad_url(text, "it must not hold a login");
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  url.host = std::string(authority.substr(0, colon));
  if (url.host.empty()) return bad_url(text, "it names no host");
  if (colon != std::string_view::npos) {
    const std::string_view port = authority.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), url.port);
    if (error != std::errc() || end != port.data() + port.size() || url.port < 1 || url.port > 65535) {
      return bad_url(text, "its port is no number from 1 to 65535");
    }
  }
  return url;
}

lang::Result<std::string> api_url(const std::string& scheduler_uri) {
  auto url = parse_url(scheduler_uri);
  if (!url) return url.error();
  const std::string path = url->path.substr(0, url->path.find('?'));
  url->path = path.substr(0, path.rfind('/') + 1) + "api";
  return url->text();
}

}  // namespace borealis::client::aurora
