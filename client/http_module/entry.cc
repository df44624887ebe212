// The module's side.
#include "borealis_config.h"
#include "client/digest.h"
#include "client/docker_registry.h"
#include "client/embedded.h"
#include "client/http_module/module.h"

extern "C" [[gnu::visibility("default")]] const borealis::client::HttpModule* borealis_http_module() {
  static const borealis::client::HttpModule functions = {BOREALIS_BUILD_ID,
                                                         borealis::client::aurora::make_http,
                                                         borealis::client::cluster_status_json,
                                                         borealis::client::ask_to_quit,
                                                         borealis::client::digest_of,
                                                         borealis::client::resolve_docker_image};
  return &functions;
}
