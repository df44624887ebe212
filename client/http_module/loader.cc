// The program's side.
#include <dlfcn.h>
#include <fmt/format.h>

#include <cstring>
#include <stdexcept>

#include "borealis_config.h"
#include "client/digest.h"
#include "client/docker_registry.h"
#include "client/embedded.h"
#include "client/http_module/module.h"

namespace borealis::client {

namespace {

lang::Error not_loaded(const std::string& why) {
  return {lang::ErrorClass::internal,
          fmt::format("{} cannot be loaded: {}", kHttpModuleFile, why),
          "it comes with borealis: build or install all of it",
          {}};
}

lang::Result<const HttpModule*> load() {
  const auto path = find_program(kHttpModuleFile);
  if (!path) return path.error();
  void* library = dlopen(path->c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return not_loaded(dlerror());
  auto* const entry = reinterpret_cast<const HttpModule* (*)()>(dlsym(library, kHttpModuleEntry));
  if (entry == nullptr) return not_loaded("it is no module of borealis");
  const HttpModule* functions = entry();
  if (std::strcmp(functions->build_id, BOREALIS_BUILD_ID) != 0) return not_loaded("it is of another build");
  return functions;
}

// Never unloaded: what it made may live on.
const lang::Result<const HttpModule*>& http_module() {
  static const lang::Result<const HttpModule*> loaded = load();
  return loaded;
}

// In place of a connection, when there is no module.
class NoHttp : public aurora::Http {
 public:
  aurora::HttpOutcome post(const aurora::HttpRequest&) override {
    return aurora::HttpFailure{true, http_module().error().message, true, false, http_module().error().hint};
  }
};

}  // namespace

std::unique_ptr<aurora::Http> aurora::make_http(const HttpOptions& options) {
  const auto& functions = http_module();
  return functions ? (*functions)->make_http(options) : std::make_unique<NoHttp>();
}

lang::Result<std::string> cluster_status_json(const std::string& url) {
  const auto& functions = http_module();
  return functions ? (*functions)->cluster_status_json(url) : functions.error();
}

lang::Status ask_to_quit(const std::string& url, bool kill_tasks) {
  const auto& functions = http_module();
  return functions ? (*functions)->ask_to_quit(url, kill_tasks) : functions.error();
}

// A plan is saved or read only by commands that talk to a cluster; without the module there would be none.
std::string digest_of(std::string_view content) {
  const auto& functions = http_module();
  if (!functions) throw std::runtime_error(functions.error().message);
  return (*functions)->digest_of(content);
}

lang::Result<std::string> resolve_docker_image(const std::string& registry, const std::string& name,
                                               const std::string& tag, const aurora::ProxyFor& proxy) {
  const auto& functions = http_module();
  return functions ? (*functions)->resolve_docker_image(registry, name, tag, proxy) : functions.error();
}

}  // namespace borealis::client
