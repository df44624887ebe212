// What the command line says about connections to clusters: options that every verb has that talks to one.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace borealis::client {

struct ConnectionOptions {
  bool verbose = false;
  bool debug_http = false;
  bool bypass_leader_redirect = false;
  std::string ca_file;
  std::string credentials_file;
  std::optional<std::chrono::seconds> call_timeout;
};

// Written once, when the command line is read; connect() looks at them.
ConnectionOptions& connection_options();

}  // namespace borealis::client
