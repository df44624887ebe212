// Absolute http and https URLs.
#pragma once

#include <string>

#include "lang/result.h"

namespace borealis::client::aurora {

// A URL in its parts.
struct Url {
  std::string scheme;
  std::string host;  // an IPv6 address stands in brackets
  int port = 0;
  std::string path;  // with the query; "/" when there is none

  std::string origin() const;  // scheme://host:port
  std::string text() const { return origin() + path; }
  // The host as a resolver wants it: without brackets.
  std::string bare_host() const;
};
// ErrorClass::usage when it isn't one.
lang::Result<Url> parse_url(const std::string& text);

// The API of a scheduler at `scheduler_uri` of clusters.json: the last segment of its path is replaced with `api`.
// (api.md §4)
lang::Result<std::string> api_url(const std::string& scheduler_uri);

}  // namespace borealis::client::aurora
