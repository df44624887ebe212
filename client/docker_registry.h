// Digests of images, asked of a registry's HTTP API v2. (cli.md §2.3)
#pragma once

#include <string>

#include "client/aurora/http_options.h"
#include "lang/result.h"

namespace borealis::client {

inline constexpr const char* default_docker_registry = "https://registry-1.docker.io";

// What `{{docker.image[NAME][TAG]}}` stands for: NAME@DIGEST, with HOST/ before it when `registry`, a URL, is another
// one than the default. ErrorClass::not_found: no such image; denied: a private one; unreachable; usage: no URL.
lang::Result<std::string> resolve_docker_image(const std::string& registry, const std::string& name,
                                               const std::string& tag, const aurora::ProxyFor& proxy);

// The parts of `Bearer realm="...",service="...",scope="..."`; an empty realm: it is no such challenge.
struct BearerChallenge {
  std::string realm;
  std::string service;
  std::string scope;
};
BearerChallenge parse_bearer_challenge(const std::string& header);

}  // namespace borealis::client
