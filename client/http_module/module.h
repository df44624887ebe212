// What is done with the HTTP library and OpenSSL stands in a module of its own, borealis-http.so, which is loaded when
// a command first talks to somebody: loading OpenSSL costs more than everything else that `borealis --version` does.
//
// Inside the module the functions below are those of client/aurora/http.h, client/embedded.h, client/digest.h and
// client/docker_registry.h; the program defines them a second time (loader.cc), to load the module and call it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "client/aurora/http.h"
#include "lang/result.h"

namespace borealis::client {

struct HttpModule {
  const char* build_id;  // the program refuses a module of another build
  std::unique_ptr<aurora::Http> (*make_http)(const aurora::HttpOptions& options);
  lang::Result<std::string> (*cluster_status_json)(const std::string& url);
  lang::Status (*ask_to_quit)(const std::string& url, bool kill_tasks);
  std::string (*digest_of)(std::string_view content);
  lang::Result<std::string> (*resolve_docker_image)(const std::string& registry, const std::string& name,
                                                    const std::string& tag, const aurora::ProxyFor& proxy);
};

// The one symbol that the module exports answers `const HttpModule*`.
inline constexpr char kHttpModuleEntry[] = "borealis_http_module";
inline constexpr char kHttpModuleFile[] = "borealis-http.so";

}  // namespace borealis::client
