// One POST over HTTP, behind an interface so that tests can answer in a scheduler's place.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "client/aurora/http_options.h"
#include "lang/result.h"

namespace borealis::client::aurora {

struct HttpReply {
  int status = 0;
  std::string content_type;
  std::string location;  // of a redirection
  std::string body;
};

// No answer. `nothing_sent`: no connection came about, so nothing can have been carried out.
struct HttpFailure {
  bool nothing_sent = false;
  bool refused = false;  // nobody listens there
  std::string reason;    // "connection refused", "no answer within 60 s" ...
};

using HttpOutcome = std::variant<HttpReply, HttpFailure>;
using Headers = std::vector<std::pair<std::string, std::string>>;

class Http {
 public:
  virtual ~Http() = default;
  // Redirections are answered, not followed. `url` is absolute.
  virtual HttpOutcome post(const std::string& url, const Headers& headers, const std::string& body) = 0;
};

// Over real sockets, http and https (with the system's certificates): one connection is kept alive for each host.
std::unique_ptr<Http> make_http(const HttpOptions& options);

// An absolute http or https URL in its parts.
struct Url {
  std::string scheme;
  std::string host;
  int port = 0;
  std::string path;  // with the query; "/" when there is none

  std::string origin() const;  // scheme://host:port
  std::string text() const { return origin() + path; }
};
// ErrorClass::usage when it isn't one.
lang::Result<Url> parse_url(const std::string& text);

// The API of a scheduler at `scheduler_uri` of clusters.json: the last segment of its path is replaced with `api`.
// (api.md §4)
lang::Result<std::string> api_url(const std::string& scheduler_uri);

}  // namespace borealis::client::aurora
