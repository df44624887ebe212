// The embedded cluster's own endpoints.
#include <fmt/format.h>
#include <httplib.h>

#include "client/embedded.h"

namespace borealis::client {

namespace {

httplib::Client client_of(const std::string& url) {
  httplib::Client client(url);
  client.set_connection_timeout(std::chrono::seconds(5));
  client.set_read_timeout(std::chrono::seconds(30));
  client.set_tcp_nodelay(true);
  return client;
}

lang::Error unreachable(const std::string& url, const httplib::Result& result) {
  const std::string why = result ? fmt::format("it answered {}", result->status) : httplib::to_string(result.error());
  return {lang::ErrorClass::unreachable, fmt::format("the cluster at {} does not answer: {}", url, why), {}, {}};
}

// Only scheme, host and port of an announced URL.
std::string base_of(const std::string& url) {
  const auto host = url.find("://");
  return url.substr(0, url.find('/', host == std::string::npos ? 0 : host + 3));
}

}  // namespace

lang::Result<std::string> cluster_status_json(const std::string& url) {
  auto client = client_of(base_of(url));
  const auto result = client.Get("/borealis/status");
  if (!result || result->status != 200) return unreachable(url, result);
  return result->body;
}

lang::Status ask_to_quit(const std::string& url, bool kill_tasks) {
  auto client = client_of(base_of(url));
  const auto result = client.Post(kill_tasks ? "/quitquitquit?tasks=kill" : "/quitquitquit");
  if (!result || result->status / 100 != 2) return unreachable(url, result);
  return lang::Unit{};
}

}  // namespace borealis::client
