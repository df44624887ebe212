// From a cluster's entry to a connection. (api.md §4, §5; cli.md §2)
#include <fmt/format.h>

#include "client/aurora/aurora_engine.h"
#include "client/aurora/zookeeper.h"

namespace borealis::client::aurora {
namespace {

lang::Error unusable(const Cluster& cluster, const std::string& why, std::string hint = "") {
  return {lang::ErrorClass::usage,
          fmt::format("the cluster `{}` of {} {}", cluster.name, cluster.source, why),
          std::move(hint),
          {}};
}

lang::Status add_logins(const Cluster& cluster, EngineOptions& options) {
  LoginSources sources = options.logins;
  if (sources.credentials_file.empty()) sources.credentials_file = cluster.credentials_file;
  sources.hosts.insert(sources.hosts.end(), cluster.credentials_hosts.begin(), cluster.credentials_hosts.end());
  auto logins = Logins::read(sources, options.warn);
  if (!logins) return logins.error();
  options.http.login = [logins = std::move(*logins)](const Url& url, const Url& first) {
    return logins.for_url(url, first);
  };
  return lang::Unit{};
}

}  // namespace

lang::Result<Connection> open_connection(const Cluster& cluster, const EngineOptions& given) {
  EngineOptions options = given;
  if (cluster.embedded) {
    auto url = api_url(cluster.embedded->url);
    if (!url) return url.error();
    return Connection(*url, make_http(options.http), options.http, options.pause);
  }
  if (!cluster.problems.empty()) return unusable(cluster, cluster.problems.front());
  if (options.http.ca_file.empty()) options.http.ca_file = cluster.ca_file;
  options.http.kerberos = cluster.auth_mechanism == "KERBEROS";
  // Who logs in with tickets sends no password.
  if (!options.http.kerberos) {
    if (auto status = add_logins(cluster, options); !status) return status.error();
  }
  if (!cluster.zk.empty()) {
    if (cluster.scheduler_zk_path.empty()) return unusable(cluster, "has `zk` but no `scheduler_zk_path`");
    if (!cluster.scheduler_zk_path.starts_with('/'))
      return unusable(cluster, "has a `scheduler_zk_path` that does not begin with /");
    ZooKeeperPlace place{zookeeper_servers(cluster.zk, cluster.zk_port), cluster.scheduler_zk_path};
    while (place.path.size() > 1 && place.path.ends_with('/')) place.path.pop_back();
    if (place.servers.empty()) return unusable(cluster, "has a `zk` that names no host");
    const std::string name = place.text();
    return Connection(name, locate_in_zookeeper(std::move(place), options.http.interruption), make_http(options.http),
                      options.http, options.pause);
  }
  if (cluster.scheduler_uri.empty())
    return unusable(cluster, "names no scheduler", "it needs `scheduler_uri`, or `zk` with `scheduler_zk_path`");
  auto url = api_url(cluster.scheduler_uri);
  if (!url) return url.error();
  return Connection(*url, make_http(options.http), options.http, options.pause);
}

}  // namespace borealis::client::aurora
