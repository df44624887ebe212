// The scheduler that has announced itself in ZooKeeper. (api.md §3.1)
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "client/aurora/connection.h"

namespace borealis::client::aurora {

struct ZooKeeperPlace {
  std::string servers;  // "HOST:PORT,HOST:PORT"
  std::string path;     // "/aurora/scheduler"

  std::string text() const { return "zk://" + servers + path; }
};

// `zk` of clusters.json, each host completed with the port where it has none of its own.
std::string zookeeper_servers(const std::string& hosts, int port);

// The API's URL by a member's content: its `additionalEndpoints` https, then http. ErrorClass::unreachable with the
// reason when it says none.
lang::Result<std::string> url_of_member(std::string_view json, const std::string& name);

// Asks ZooKeeper, for no longer than `patience` and the deadline of the call. A new session each time: a command needs
// the answer once.
Locate locate_in_zookeeper(ZooKeeperPlace place, std::shared_ptr<Interruption> interruption,
                           std::chrono::milliseconds patience = std::chrono::seconds(10));

}  // namespace borealis::client::aurora
