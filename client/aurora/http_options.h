// How to talk to a scheduler over HTTP.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace borealis::client::aurora {

struct Credentials {
  std::string user;
  std::string password;
};

struct HttpOptions {
  std::string user_agent = "Borealis";
  std::optional<Credentials> basic_auth;
  bool bypass_leader_redirect = false;
  std::chrono::milliseconds connect_timeout{10'000};
  // Silence on a connection for longer than this ends the request.
  std::chrono::milliseconds read_timeout{60'000};
  // For one call with all its repetitions.
  std::chrono::milliseconds total_timeout{120'000};
  // The first pause before a repetition; it doubles, up to 5 s.
  std::chrono::milliseconds first_retry{250};
};

}  // namespace borealis::client::aurora
