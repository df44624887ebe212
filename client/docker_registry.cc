#include "client/docker_registry.h"

#include <fmt/format.h>
#include <httplib.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace borealis::client {

namespace {

constexpr const char* manifest_types =
    "application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json";

struct Address {
  std::string origin;  // scheme://host[:port]
  std::string host;    // host[:port]
};

lang::Result<Address> address_of(const std::string& url) {
  const auto scheme = url.find("://");
  const std::string rest = scheme == std::string::npos ? "" : url.substr(scheme + 3);
  const std::string host = rest.substr(0, rest.find('/'));
  if (host.empty() || (!url.starts_with("http://") && !url.starts_with("https://")))
    return lang::Error{lang::ErrorClass::usage,
                       fmt::format("'{}' is no address of a docker registry", url),
                       "`docker_registry` of a cluster looks like https://registry.example.org:5000",
                       {}};
  return Address{url.substr(0, scheme + 3) + host, host};
}

struct Asker {
  std::unique_ptr<httplib::Client> client;
  httplib::Headers headers;  // of every request
};

lang::Result<Asker> asker_of(const std::string& origin, const aurora::ProxyFor& proxy_for) {
  auto url = aurora::parse_url(origin);
  if (!url) return std::move(url).error();
  auto proxy = proxy_for ? proxy_for(*url) : std::optional<aurora::Proxy>();
  if (!proxy) return std::move(proxy).error();
  Asker asker{std::make_unique<httplib::Client>(origin), {}};
  httplib::Client& client = *asker.client;
  if (*proxy) {
    client.set_proxy((*proxy)->url.bare_host(), (*proxy)->url.port);
    if (!(*proxy)->user.empty()) client.set_proxy_basic_auth((*proxy)->user, (*proxy)->password);
    // The library would send the proxy's login behind its tunnel as well.
    if (url->scheme == "https") asker.headers.emplace("Proxy-Authorization", "");
  }
  client.set_connection_timeout(std::chrono::seconds(10));
  client.set_read_timeout(std::chrono::seconds(30));
  client.set_follow_location(true);
  return asker;
}

lang::Error unreachable(const std::string& origin, const httplib::Result& result) {
  const std::string why = result ? fmt::format("it answered {}", result->status) : httplib::to_string(result.error());
  return {
      lang::ErrorClass::unreachable, fmt::format("the docker registry {} does not answer: {}", origin, why), {}, {}};
}

// A token for what the registry asks for.
lang::Result<std::string> fetch_token(const BearerChallenge& challenge, const aurora::ProxyFor& proxy) {
  auto address = address_of(challenge.realm);
  if (!address) return std::move(address).error();
  auto asker = asker_of(address->origin, proxy);
  if (!asker) return std::move(asker).error();
  const std::string path = challenge.realm.substr(address->origin.size());
  httplib::Params parameters;
  if (!challenge.service.empty()) parameters.emplace("service", challenge.service);
  if (!challenge.scope.empty()) parameters.emplace("scope", challenge.scope);
  const auto result = asker->client->Get(path.empty() ? "/" : path, parameters, asker->headers);
  if (!result || result->status != 200) return unreachable(address->origin, result);
  const auto body = nlohmann::json::parse(result->body, nullptr, false);
  for (const char* field : {"token", "access_token"}) {
    if (body.is_object() && body.contains(field) && body[field].is_string()) return body[field].get<std::string>();
  }
  return lang::Error{
      lang::ErrorClass::unreachable, fmt::format("{} answered without a token", challenge.realm), {}, {}};
}

// HEAD, once more with a token when the registry wants one.
lang::Result<httplib::Result> head(const Address& registry, const std::string& path, const aurora::ProxyFor& proxy) {
  auto asker = asker_of(registry.origin, proxy);
  if (!asker) return std::move(asker).error();
  httplib::Headers& headers = asker->headers;
  headers.emplace("Accept", manifest_types);
  auto result = asker->client->Head(path, headers);
  if (!result) return unreachable(registry.origin, result);
  if (result->status != 401) return result;
  const auto challenge = parse_bearer_challenge(result->get_header_value("WWW-Authenticate"));
  if (challenge.realm.empty())
    return lang::Error{
        lang::ErrorClass::denied,
        fmt::format("the docker registry {} wants a login of a kind that is not supported", registry.origin),
        {},
        {}};
  auto token = fetch_token(challenge, proxy);
  if (!token) return std::move(token).error();
  headers.emplace("Authorization", "Bearer " + *token);
  return asker->client->Head(path, headers);
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool plain =
        std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("-_./").find(c) != std::string_view::npos;
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace

BearerChallenge parse_bearer_challenge(const std::string& header) {
  BearerChallenge challenge;
  constexpr std::string_view scheme = "bearer ";
  std::string start = header.substr(0, scheme.size());
  std::transform(start.begin(), start.end(), start.begin(), [](unsigned char c) { return std::tolower(c); });
  if (start != scheme) return challenge;
  std::string_view rest = std::string_view(header).substr(scheme.size());
  while (!rest.empty()) {
    const auto equals = rest.find("=\"");
    const auto end = equals == std::string_view::npos ? equals : rest.find('"', equals + 2);
    if (end == std::string_view::npos) break;
    std::string_view name = rest.substr(0, equals);
    name.remove_prefix(std::min(name.find_first_not_of(" ,"), name.size()));
    const std::string value(rest.substr(equals + 2, end - equals - 2));
    if (name == "realm") challenge.realm = value;
    if (name == "service") challenge.service = value;
    if (name == "scope") challenge.scope = value;
    rest.remove_prefix(end + 1);
  }
  return challenge;
}

lang::Result<std::string> resolve_docker_image(const std::string& registry, const std::string& name,
                                               const std::string& tag, const aurora::ProxyFor& proxy) {
  auto address = address_of(registry);
  if (!address) return std::move(address).error();
  const std::string image = fmt::format("{}:{}", name, tag);
  auto reply = head(*address, fmt::format("/v2/{}/manifests/{}", escaped(name), escaped(tag)), proxy);
  if (!reply) return std::move(reply).error();
  const httplib::Result& result = *reply;
  if (!result) return unreachable(address->origin, result);
  if (result->status == 401 || result->status == 403)
    return lang::Error{lang::ErrorClass::denied,
                       fmt::format("the docker registry {} does not show the image {}", address->origin, image),
                       "it is private, or there is none of that name",
                       {}};
  if (result->status == 404)
    return lang::Error{lang::ErrorClass::not_found,
                       fmt::format("the docker registry {} has no image {}", address->origin, image),
                       {},
                       {}};
  const std::string digest = result->get_header_value("Docker-Content-Digest");
  if (result->status != 200 || digest.find(':') == std::string::npos) return unreachable(address->origin, result);
  return fmt::format("{}{}@{}", registry == default_docker_registry ? "" : address->host + "/", name, digest);
}

}  // namespace borealis::client
