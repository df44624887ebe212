#include "client/aurora/zookeeper.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "client/api/json_reader.h"
#include "client/aurora/zookeeper_session.h"

namespace borealis::client::aurora {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

lang::Error unreachable(std::string message, std::string hint = "") {
  return {lang::ErrorClass::unreachable, std::move(message), std::move(hint), {}};
}

// An answer that is none, as an error.
NotFound failed(const ZooKeeperPlace& place, const ZooKeeperAnswer& answer, const char* doing) {
  if (answer.end == ZooKeeperEnd::interrupted) {
    return {{lang::ErrorClass::interrupted,
             fmt::format("interrupted while {} was asked for the scheduler; no request was sent to it", place.text()),
             {},
             {}},
            false};
  }
  if (answer.end == ZooKeeperEnd::timed_out) {
    return {unreachable(fmt::format("ZooKeeper at {} did not answer in time while {}", place.servers, doing),
                        "are `zk` and `zk_port` of the cluster right, and does ZooKeeper run there?"),
            false};
  }
  if (answer.code == ZNONODE) {
    return {{lang::ErrorClass::not_found,
             fmt::format("ZooKeeper at {} has no node {}", place.servers, place.path),
             "is `scheduler_zk_path` of the cluster right?",
             {}},
            false};
  }
  if (answer.code == ZNOAUTH || answer.code == ZAUTHFAILED) {
    return {{lang::ErrorClass::denied,
             fmt::format("ZooKeeper at {} does not let us read {}", place.servers, place.path),
             {},
             {}},
            false};
  }
  // The session was lost, or another server of the ensemble takes over: a new session may do.
  return {unreachable(fmt::format("ZooKeeper at {} broke off while {}: {}", place.servers, doing, zerror(answer.code))),
          true};
}

bool is_good(const ZooKeeperAnswer& answer) {
  return answer.end == ZooKeeperEnd::answered && answer.code == ZOK;
}

std::variant<std::string, NotFound> ask(const ZooKeeperPlace& place, std::shared_ptr<Interruption> interruption,
                                        SteadyClock::time_point deadline) {
  ZooKeeperSession session(place.servers, std::move(interruption));
  if (session.start_error() != 0) {
    return NotFound{unreachable(fmt::format("no connection to ZooKeeper at {} can be made: {}", place.servers,
                                            session.start_error() == EINVAL || session.start_error() == ENOENT
                                                ? "an unusable or unknown host name"
                                                : std::strerror(session.start_error())),
                                "is `zk` of the cluster right?"),
                    false};
  }
  if (const auto connected = session.wait_until_connected(deadline); !is_good(connected))
    return failed(place, connected, "connecting");
  auto found = session.children(place.path, deadline);
  if (!is_good(found)) return failed(place, found, "reading its nodes");
  std::sort(found.children.begin(), found.children.end());
  // The other children belong to the election.
  for (const std::string& name : found.children) {
    if (!name.starts_with("member_")) continue;
    const auto member = session.content(place.path + "/" + name, deadline);
    if (member.end == ZooKeeperEnd::answered && member.code == ZNONODE) continue;  // it has just resigned
    if (!is_good(member)) return failed(place, member, "reading a member");
    auto url = url_of_member(member.content, name);
    if (!url) return NotFound{url.error(), false};
    return std::move(*url);
  }
  return NotFound{unreachable(fmt::format("no scheduler has announced itself at {}; no request was sent", place.text()),
                              "a scheduler that starts, or takes over, does so within a minute"),
                  true};
}

}  // namespace

std::string zookeeper_servers(const std::string& hosts, int port) {
  std::string servers;
  for (std::size_t begin = 0; begin <= hosts.size();) {
    const std::size_t end = std::min(hosts.find(',', begin), hosts.size());
    std::string host = hosts.substr(begin, end - begin);
    std::erase_if(host, [](char c) { return c == ' ' || c == '\t'; });
    begin = end + 1;
    if (host.empty()) continue;
    const std::size_t bracket = host.rfind(']');
    const bool has_port = host.find(':', bracket == std::string::npos ? 0 : bracket) != std::string::npos;
    if (!servers.empty()) servers += ',';
    servers += has_port ? host : fmt::format("{}:{}", host, port);
  }
  return servers;
}

lang::Result<std::string> url_of_member(std::string_view json, const std::string& name) {
  const auto wrong = [&](const char* what) {
    return unreachable(fmt::format("the scheduler's announcement {} in ZooKeeper {}", name, what));
  };
  const auto data = api::parse_json(json);
  if (!data) return wrong("is no JSON");
  const lang::Data* endpoints = data->field("additionalEndpoints");
  if (endpoints == nullptr || endpoints->map() == nullptr) return wrong("has no `additionalEndpoints`");
  for (const char* scheme : {"https", "http"}) {
    const lang::Data* endpoint = endpoints->field(scheme);
    if (endpoint == nullptr) continue;
    const lang::Data* host = endpoint->field("host");
    const lang::Data* port = endpoint->field("port");
    if (host == nullptr || host->text() == nullptr || port == nullptr || port->integer() == nullptr)
      return wrong("names no host and port");
    const std::string& name_or_address = *host->text();
    const bool bare_v6 = name_or_address.find(':') != std::string::npos && !name_or_address.starts_with('[');
    const std::string shown = bare_v6 ? "[" + name_or_address + "]" : name_or_address;
    auto url = parse_url(fmt::format("{}://{}:{}/api", scheme, shown, *port->integer()));
    if (!url) return wrong("names no usable host and port");
    return url->text();
  }
  return wrong("has neither an `https` nor an `http` endpoint");
}

Locate locate_in_zookeeper(ZooKeeperPlace place, std::shared_ptr<Interruption> interruption, milliseconds patience) {
  return [place = std::move(place), interruption = std::move(interruption),
          patience](SteadyClock::time_point deadline) -> std::variant<std::string, NotFound> {
    return ask(place, interruption, std::min(deadline, SteadyClock::now() + patience));
  };
}

}  // namespace borealis::client::aurora
