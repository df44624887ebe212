#include "client/aurora/proxies.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace borealis::client::aurora {
namespace {

std::string small(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

bool is_this_machine(const std::string& host) {
  return host == "localhost" || host.ends_with(".localhost") || host.starts_with("127.") || host == "::1";
}

std::optional<std::uint32_t> ipv4(const std::string& text) {
  in_addr address{};
  if (inet_pton(AF_INET, text.c_str(), &address) != 1) return std::nullopt;
  return ntohl(address.s_addr);
}

// 10.0.0.0/8
bool in_network(const std::string& network, const std::string& host) {
  const auto slash = network.find('/');
  if (slash == std::string::npos) return false;
  unsigned bits = 33;
  const char* end = network.data() + network.size();
  const auto parsed = std::from_chars(network.data() + slash + 1, end, bits);
  const auto base = ipv4(network.substr(0, slash));
  const auto address = ipv4(host);
  if (parsed.ec != std::errc() || parsed.ptr != end || bits > 32 || !base || !address) return false;
  return bits == 0 || ((*base ^ *address) >> (32 - bits)) == 0;
}

// `host`, `.domain`, `domain` (the domain and all hosts below), each perhaps with `:port`.
bool is_meant(std::string entry, const std::string& host, int port) {
  if (entry == "*" || entry == host || in_network(entry, host)) return true;
  const auto colon = entry.rfind(':');
  if (colon != std::string::npos && entry.find(':') == colon) {
    if (entry.substr(colon + 1) != std::to_string(port)) return false;
    entry.resize(colon);
  }
  while (entry.starts_with('.') || entry.starts_with('*')) entry.erase(0, 1);
  return !entry.empty() && (host == entry || host.ends_with("." + entry));
}

// %41 is A.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    const char* begin = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() && std::from_chars(begin, begin + 2, value, 16).ptr == begin + 2) {
      out += static_cast<char>(value);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

Proxies Proxies::read(const std::function<std::optional<std::string>(const std::string& name)>& variable) {
  const auto either = [&](const std::string& name) -> std::optional<Setting> {
    std::string capitals = name;
    for (char& c : capitals) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    for (const std::string& each : {name, capitals}) {
      if (auto value = variable(each)) return Setting{each, std::move(*value)};
    }
    return std::nullopt;
  };
  Proxies proxies;
  proxies.http_ = either("http_proxy");
  proxies.https_ = either("https_proxy");
  const auto without = either("no_proxy");
  std::string entry;
  for (const char c : without ? small(without->value) + "," : "") {
    if (c != ',' && c != ' ' && c != '\t') {
      entry += c;
    } else if (!entry.empty()) {
      proxies.without_.push_back(std::exchange(entry, {}));
    }
  }
  return proxies;
}

ProxyFor proxies_of(const std::function<std::optional<std::string>(const std::string& name)>& variable) {
  return [proxies = Proxies::read(variable)](const Url& url) { return proxies.for_url(url); };
}

lang::Result<std::optional<Proxy>> Proxies::for_url(const Url& url) const {
  const auto& setting = url.scheme == "https" ? https_ : http_;
  const std::string host = small(url.bare_host());
  const bool without = std::any_of(without_.begin(), without_.end(),
                                   [&](const std::string& entry) { return is_meant(entry, host, url.port); });
  if (!setting || without || is_this_machine(host)) return std::optional<Proxy>();
  const auto scheme = setting->value.find("://");
  std::string address = scheme == std::string::npos ? "http://" + setting->value : setting->value;
  Proxy proxy;
  proxy.variable = setting->variable;
  const auto begin = address.find("://") + 3;
  const auto sign = address.rfind('@', address.find('/', begin));
  if (sign != std::string::npos && sign >= begin) {
    const std::string login = address.substr(begin, sign - begin);
    address.erase(begin, sign + 1 - begin);
    proxy.user = unescaped(login.substr(0, login.find(':')));
    if (login.find(':') != std::string::npos) proxy.password = unescaped(login.substr(login.find(':') + 1));
  }
  auto parsed = parse_url(address);
  if (!parsed || parsed->scheme != "http")
    return lang::Error{lang::ErrorClass::usage,
                       fmt::format("{} names no HTTP proxy", setting->variable),
                       "it looks like http://HOST:PORT; no_proxy lists the hosts that are asked without it",
                       {}};
  proxy.url = std::move(*parsed);
  return std::optional(std::move(proxy));
}

}  // namespace borealis::client::aurora
