// The engine for a scheduler that speaks Aurora's Thrift API over HTTP (api.md).
#pragma once

#include <memory>
#include <string>

#include "client/aurora/connection.h"
#include "client/aurora/logins.h"
#include "client/clusters.h"
#include "client/engine.h"

namespace borealis::client::aurora {

struct EngineOptions {
  HttpOptions http;
  LoginSources logins;  // what the cluster's entry names is added
  std::function<void(const std::string& message)> warn;
  Pause pause;        // between repetitions of a call; empty: plain sleep
  std::string owner;  // the account that submits: JobConfiguration.owner; empty: the login name
};

// A connection to the scheduler of a cluster, for calls that no engine offers (SchedulerAdmin): with the cluster's TLS
// settings and logins, found by its address or in ZooKeeper. Nothing is sent yet. ErrorClass::usage when the entry
// names no scheduler, ErrorClass::denied when it wants a login that is not to be had.
lang::Result<Connection> open_connection(const Cluster& cluster, const EngineOptions& options = {});

// The engine of a cluster of clusters.json, or of an announced embedded one. Errors are those of
// open_connection.
lang::Result<std::unique_ptr<Engine>> open_engine(const Cluster& cluster, const EngineOptions& options = {});

// The same for a scheduler at a URL such as http://127.0.0.1:8081/api; `cluster` is the first part of its job keys.
lang::Result<std::unique_ptr<Engine>> open_engine_at(const std::string& url, const std::string& cluster,
                                                     const EngineOptions& options = {});

// The name of the account that runs this process: of its effective user id, else its number.
std::string login_name();

}  // namespace borealis::client::aurora
