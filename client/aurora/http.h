// One POST over HTTP, behind an interface so that tests can answer in a scheduler's place.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "client/aurora/http_options.h"
#include "client/aurora/url.h"

namespace borealis::client::aurora {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string url;
  Headers headers;
  std::string body;
  std::chrono::steady_clock::time_point deadline;  // for the whole exchange
  bool negotiate = false;                          // with a Kerberos token for the URL's host
};

struct HttpReply {
  int status = 0;
  std::string content_type;
  std::string location;  // of a redirection
  std::string body;
  Headers headers;
  std::string principal;  // who a Kerberos token was for
  std::string proxy;      // asked through this one: "the proxy http://HOST:PORT (http_proxy)"; empty: none
};

// No answer.
struct HttpFailure {
  bool nothing_sent = false;  // no connection came about, so nothing can have been carried out
  std::string reason;         // "connection refused", "no answer within 60 s" ...
  bool hopeless = false;      // another try would end the same way: the certificate is not trusted
  bool interrupted = false;   // the program is to stop
  std::string hint;
  bool denied = false;  // there is no login to be had
};

using HttpOutcome = std::variant<HttpReply, HttpFailure>;

class Http {
 public:
  virtual ~Http() = default;
  // Redirections are answered, not followed.
  virtual HttpOutcome post(const HttpRequest& request) = 0;
};

// Over real sockets, http and https: one connection is kept alive for each origin. An answer of more than 128 MiB, and
// one that does not begin as a scheduler's, is cut off.
std::unique_ptr<Http> make_http(const HttpOptions& options);

}  // namespace borealis::client::aurora
